package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.server.DaemonMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** What holds for every stream of bytes, however it is split. */
class SocketmapProperties {

    /** A connection with its table, and everything it said. */
    private static final class Connection {

        private final FakeTable table = new FakeTable();
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final StringBuilder replies = new StringBuilder();
        private final List<ByteBuf> received = new ArrayList<>();

        Connection(int maxInFlight) {
            table.with("a", "A").with("ü@x.example", "ü".repeat(300));
            DaemonMetrics metrics = new DaemonMetrics(new PrometheusRegistry());
            MapDesk desk = new MapDesk(table.as("m"), metrics.daemon("socketmap"), LookupObserver.NONE);
            channel.pipeline().addLast(new SocketmapHandler(channel, desk, maxInFlight));
        }

        void receive(byte[] bytes, int from, int to) {
            if (channel.isOpen()) {
                ByteBuf in = channel.alloc().buffer().writeBytes(bytes, from, to - from);
                received.add(in);
                channel.writeInbound(in);
                collect();
            }
        }

        void collect() {
            channel.runPendingTasks();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                replies.append(out.toString(StandardCharsets.UTF_8));
                out.release();
            }
        }

        String end() {
            collect();
            // Rethrows what a handler let through.
            channel.checkException();
            channel.finishAndReleaseAll();
            assertThat(received)
                    .allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
            return replies.toString();
        }
    }

    @Provide
    Arbitrary<byte[]> netstrings() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> keys = Arbitraries.of(
                        "m a", "m ü@x.example", "m nobody", "m down", "m boom", "x a", "m", "m ")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> long_ = Arbitraries.integers()
                .between(9_990, 10_300)
                .map(size -> ("m " + "k".repeat(size)).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(6, keys), Tuple.of(3, bytes), Tuple.of(1, long_));
    }

    private static byte[] stream(List<byte[]> payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] payload : payloads) {
            out.writeBytes((payload.length + ":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(payload);
            out.write(',');
        }
        return out.toByteArray();
    }

    private static String answersInOnePiece(byte[] stream) {
        Connection connection = new Connection(64);
        connection.receive(stream, 0, stream.length);
        return connection.end();
    }

    private static String answersInPieces(byte[] stream, List<Integer> sizes) {
        Connection connection = new Connection(64);
        int from = 0;
        for (int i = 0; from < stream.length; i++) {
            int to = Math.min(stream.length, from + sizes.get(i % sizes.size()));
            connection.receive(stream, from, to);
            from = to;
        }
        return connection.end();
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 500))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Property(tries = 100)
    void saysTheSameHoweverTheRequestsAreSplit(
            @ForAll("manyNetstrings") List<byte[]> payloads, @ForAll("sizes") List<Integer> sizes) {
        byte[] stream = stream(payloads);

        assertThat(answersInPieces(stream, sizes)).isEqualTo(answersInOnePiece(stream));
    }

    @Provide
    Arbitrary<List<byte[]>> manyNetstrings() {
        return netstrings().list().ofMaxSize(8);
    }

    @Property(tries = 100)
    void givesEveryRequestOneReply(@ForAll("manyNetstrings") List<byte[]> payloads) throws Exception {
        ByteBuf replies = Unpooled.copiedBuffer(answersInOnePiece(stream(payloads)), StandardCharsets.UTF_8);
        NetstringDecoder decoder = new NetstringDecoder(SocketmapLimits.MAX_REPLY, SocketmapLimits.MAX_REPLY);
        int count = 0;
        while (decoder.next(replies)) {
            count++;
        }

        assertThat(count).isEqualTo(payloads.size());
        assertThat(decoder.unfinished()).isFalse();
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(100);
        Arbitrary<byte[]> nearly = Arbitraries.strings()
                .withChars("0123456789:, m")
                .ofMaxLength(60)
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
        return Combinators.combine(manyNetstrings(), Arbitraries.oneOf(anything, nearly))
                .as((good, bad) -> join(stream(good), bad));
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    @Property(tries = 100)
    void survivesGarbageHoweverItIsSplit(@ForAll("garbage") byte[] garbage, @ForAll("sizes") List<Integer> sizes) {
        assertThat(answersInPieces(garbage, sizes)).isEqualTo(answersInOnePiece(garbage));
    }

    @Property(tries = 200)
    void keepsTheOrderWhateverTheOrderOfTheAnswers(
            @ForAll @Size(min = 1, max = 12) List<Boolean> slow, @ForAll long seed) {
        Connection connection = new Connection(5);
        List<byte[]> requests = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < slow.size(); i++) {
            boolean isSlow = slow.get(i);
            requests.add(("m " + (isSlow ? "slow" + i : "a")).getBytes(StandardCharsets.US_ASCII));
            String value = "OK " + (isSlow ? "slow answer " + i : "A");
            expected.add(value.length() + ":" + value + ",");
        }
        byte[] stream = stream(requests);
        connection.receive(stream, 0, stream.length);

        Random random = new Random(seed);
        while (!connection.table.open.isEmpty()) {
            List<String> open = new ArrayList<>(connection.table.open.keySet());
            Collections.sort(open);
            String key = open.get(random.nextInt(open.size()));
            Answer answer = new Found("slow answer " + key.substring("slow".length()));
            connection.table.answer(key, answer);
            connection.collect();
        }

        assertThat(connection.end()).isEqualTo(String.join("", expected));
    }
}
