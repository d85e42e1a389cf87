package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.DaemonMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
class PolicyProperties {

    /** A connection with its desk, and everything it said. */
    private static final class Connection {

        private final FakeDesk desk = new FakeDesk();
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final StringBuilder replies = new StringBuilder();
        private final List<ByteBuf> received = new ArrayList<>();

        Connection(int maxInFlight) {
            DaemonMetrics metrics = new DaemonMetrics(new PrometheusRegistry());
            Decisions decisions = new Decisions(desk, metrics.daemon(PolicyDaemon.NAME));
            channel.pipeline().addLast(new PolicyHandler(channel, decisions, maxInFlight));
        }

        void receive(byte[] bytes, int from, int to) {
            if (channel.isOpen()) {
                ByteBuf in = channel.alloc().buffer().writeBytes(bytes, from, to - from);
                received.add(in);
                channel.writeInbound(in);
                collect();
            }
        }

        Connection receiveInPieces(byte[] stream, List<Integer> sizes) {
            int from = 0;
            for (int i = 0; from < stream.length; i++) {
                int to = Math.min(stream.length, from + sizes.get(i % sizes.size()));
                receive(stream, from, to);
                from = to;
            }
            return this;
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

    /** Everything that a stream of requests says, or the error it ends with. */
    private static List<Object> decoded(byte[] stream, List<Integer> sizes) {
        PolicyRequestDecoder decoder = new PolicyRequestDecoder();
        List<Object> all = new ArrayList<>();
        int from = 0;
        try {
            for (int i = 0; from < stream.length; i++) {
                int to = Math.min(stream.length, from + sizes.get(i % sizes.size()));
                ByteBuf piece = Unpooled.wrappedBuffer(stream, from, to - from);
                while (decoder.next(piece)) {
                    all.add(decoder.request().attributes());
                }
                assertThat(piece.isReadable()).isFalse();
                from = to;
            }
            all.add(decoder.unfinished());
        } catch (PolicyWireException e) {
            all.add(String.valueOf(e.getMessage()));
        }
        return all;
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 3000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Map<String, String>>> requests() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("sender", "recipient", "sasl_username", "helo_name", "size"),
                Arbitraries.strings().withCharRange('a', 'f').ofMinLength(1).ofMaxLength(6),
                Arbitraries.strings()
                        .excludeChars('=', '\n', '\0')
                        .ofMinLength(1)
                        .ofMaxLength(10));
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of("", "a=b=c", "slow", "x".repeat(1000)),
                Arbitraries.strings().excludeChars('\n', '\0').ofMaxLength(50));
        return Arbitraries.maps(names.filter(PolicyProperties::encodes), values.filter(PolicyProperties::encodes))
                .ofMaxSize(30)
                .map(attributes -> {
                    Map<String, String> request = new LinkedHashMap<>(attributes);
                    request.put("request", "smtpd_access_policy");
                    return request;
                })
                .list()
                .ofMaxSize(4);
    }

    private static boolean encodes(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static byte[] stream(List<Map<String, String>> requests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        requests.forEach(request -> out.writeBytes(PostfixRequests.bytes(request)));
        return out.toByteArray();
    }

    @Property(tries = 100)
    void whatWasSentIsWhatIsRead(
            @ForAll("requests") List<Map<String, String>> requests, @ForAll("sizes") List<Integer> sizes) {
        List<Object> expected = new ArrayList<>(requests);
        expected.add(false);

        assertThat(decoded(stream(requests), sizes)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(100);
        Arbitrary<byte[]> nearly = Arbitraries.of(
                        "request=smtpd_access_policy\n",
                        "sender=a\n",
                        "\n",
                        "=",
                        "\r\n",
                        "x",
                        "recipient=boom\n",
                        "recipient=b\n",
                        "\u0000")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> endless = Arbitraries.of(
                        "x=1\n", "x", "request=smtpd_access_policy\n" + "y=" + "v".repeat(5000) + "\n")
                .map(part -> part.repeat(70_000 / part.length()).getBytes(StandardCharsets.US_ASCII));
        return Combinators.combine(
                        requests(),
                        Arbitraries.frequencyOf(Tuple.of(8, anything), Tuple.of(8, nearly), Tuple.of(1, endless)))
                .as((good, bad) -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    out.writeBytes(stream(good));
                    out.writeBytes(bad);
                    return out.toByteArray();
                });
    }

    @Property(tries = 100)
    void garbageIsReadTheSameHoweverItIsSplit(@ForAll("garbage") byte[] garbage, @ForAll("sizes") List<Integer> sizes) {
        assertThat(decoded(garbage, sizes)).isEqualTo(decoded(garbage, List.of(Integer.MAX_VALUE / 2)));
    }

    @Property(tries = 50)
    void aConnectionSurvivesGarbageAndLeaksNothing(
            @ForAll("garbage") byte[] garbage, @ForAll("sizes") List<Integer> sizes) {
        String whole = new Connection(64)
                .receiveInPieces(garbage, List.of(garbage.length + 1))
                .end();

        assertThat(new Connection(64).receiveInPieces(garbage, sizes).end()).isEqualTo(whole);
    }

    @Property(tries = 200)
    void keepsTheOrderWhateverTheOrderOfTheDecisions(
            @ForAll @Size(min = 1, max = 12) List<Boolean> slow, @ForAll long seed) {
        Connection connection = new Connection(5);
        List<Map<String, String>> requests = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < slow.size(); i++) {
            String recipient = (slow.get(i) ? "slow" : "quick") + i;
            requests.add(Map.of("request", "smtpd_access_policy", "recipient", recipient));
            expected.append("action=REJECT ").append(recipient).append("\n\n");
        }
        byte[] stream = stream(requests);
        connection.receive(stream, 0, stream.length);

        Random random = new Random(seed);
        while (!connection.desk.open.isEmpty()) {
            List<String> open = new ArrayList<>(connection.desk.open.keySet());
            Collections.sort(open);
            connection.desk.decide(open.get(random.nextInt(open.size())));
            connection.collect();
        }

        assertThat(connection.end()).isEqualTo(expected.toString());
    }
}
