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
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketmapHandlerTest {

    private static final int MAX_IN_FLIGHT = 4;

    private final FakeTable table = new FakeTable().with("a", "A").with("b", "B");
    private final List<String> impossible = new ArrayList<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SocketmapHandler handler;

    SocketmapHandlerTest() {
        LookupObserver observer = new LookupObserver() {
            @Override
            public void impossibleKey(String map) {
                impossible.add(map);
            }
        };
        MapDesk desk = new MapDesk(table.as("m"), new DaemonMetrics(registry).daemon("socketmap"), observer);
        handler = new SocketmapHandler(channel, desk, MAX_IN_FLIGHT);
        channel.pipeline().addLast(handler);
    }

    @AfterEach
    void nothingIsLeft() {
        table.open.keySet().forEach(key -> table.answer(key, Answer.NOT_FOUND));
        channel.runPendingTasks();
        replies();
        assertThat(channel.finish()).isFalse();
    }

    private void ask(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static String request(String key) {
        byte[] payload = ("m " + key).getBytes(StandardCharsets.UTF_8);
        return payload.length + ":m " + key + ",";
    }

    private String replies() {
        StringBuilder all = new StringBuilder();
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return all.toString();
    }

    private double count(String metric) {
        return registry.scrape(metric::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    @Test
    void answersTheExampleOfTheDocumentation() {
        table.with("a@alias.example", "box@box.example");

        ask("17:m a@alias.example,");
        assertThat(replies()).isEqualTo("18:OK box@box.example,");
        ask("14:m no@x.example,");
        assertThat(replies()).isEqualTo("9:NOTFOUND ,");
        ask("6:m down,");
        assertThat(replies()).isEqualTo("22:TEMP source db is down,");
        ask("5:nomap,");
        assertThat(replies()).isEqualTo("36:PERM a request is map, space and key,");
    }

    @Test
    void answersOneByteAtATime() {
        for (char c : (request("a") + request("nobody") + request("b")).toCharArray()) {
            ask(String.valueOf(c));
        }

        assertThat(replies()).isEqualTo("4:OK A,9:NOTFOUND ,4:OK B,");
    }

    @Test
    void sendsTheRepliesOfOneBatchTogether() {
        ask(request("a") + request("b") + request("a"));

        ByteBuf first = channel.readOutbound();
        assertThat(first.toString(StandardCharsets.UTF_8)).isEqualTo("4:OK A,4:OK B,4:OK A,");
        first.release();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void keepsTheOrderWhenAnswersComeOutOfOrder() {
        ask(request("slow1") + request("a") + request("slow2") + request("b"));
        assertThat(replies()).isEmpty();
        assertThat(handler.inFlight()).isEqualTo(4);

        table.answer("slow2", new Found("2"));
        assertThat(replies()).isEmpty();
        table.answer("slow1", new Found("1"));

        assertThat(replies()).isEqualTo("4:OK 1,4:OK A,4:OK 2,4:OK B,");
        assertThat(handler.inFlight()).isZero();
    }

    @Test
    void readsNoFurtherWhenAsMuchIsInFlightAsAllowed() {
        ask(request("slow1") + request("slow2") + request("slow3") + request("slow4") + request("slow5"));

        assertThat(table.asked).containsExactly("slow1", "slow2", "slow3", "slow4");
        assertThat(channel.config().isAutoRead()).isFalse();

        table.answer("slow1", new Found("1"));
        assertThat(replies()).isEqualTo("4:OK 1,");
        assertThat(table.asked).hasSize(5);
        assertThat(channel.config().isAutoRead()).isTrue();
        List.of("slow2", "slow3", "slow4", "slow5").forEach(key -> table.answer(key, new Found("x")));
        assertThat(replies()).isEqualTo("4:OK x,".repeat(4));
    }

    @Test
    void takesWhatHadLeftTheKernelBeforeReadingPaused() {
        ask(request("slow1") + request("slow2") + request("slow3") + request("slow4") + "3:m ");
        ask("a,");
        ask(request("b") + "3");
        ask(":m a,");

        table.answer("slow1", new Found("1"));
        List.of("slow2", "slow3", "slow4").forEach(key -> table.answer(key, new Found("x")));

        assertThat(replies()).isEqualTo("4:OK 1,4:OK x,4:OK x,4:OK x,4:OK A,4:OK B,4:OK A,");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void saysPermForABadRequestAndGoesOn() {
        ask("0:,3:m a,1:m,1: ,9:unknown x,3:m b,");

        assertThat(replies())
                .isEqualTo("36:PERM a request is map, space and key,4:OK A,36:PERM a request is map, space and key,"
                        + "36:PERM a request is map, space and key,30:PERM there is no map 'unknown',4:OK B,");
        assertThat(count("guichet_protocol_errors")).isEqualTo(4);
    }

    @Test
    void answersWhatCameBeforeBadFramingAndCloses() {
        ask(request("a") + request("slow1") + "x:");
        assertThat(replies()).isEqualTo("4:OK A,");
        assertThat(channel.isOpen()).isTrue();
        ask(request("b"));

        table.answer("slow1", new Found("1"));

        assertThat(replies()).isEqualTo("4:OK 1,");
        assertThat(channel.isOpen()).isFalse();
        assertThat(table.asked).doesNotContain("b");
        assertThat(count("guichet_protocol_errors")).isEqualTo(1);
    }

    @Test
    void doesNotFindAKeyThatCannotExistAndCountsItByMap() {
        ask("2:m ,6:m a\nb\n,4:m \u0001\0,");
        ask("10007:m " + "k".repeat(10_005) + ",");

        assertThat(replies()).isEqualTo("9:NOTFOUND ,".repeat(4));
        assertThat(impossible).containsExactly("m", "m", "m", "m");
        assertThat(table.asked).isEmpty();
    }

    @Test
    void readsOverTheLongestRequestAndClosesOneLonger() {
        ask("100000:m " + "k".repeat(99_998) + "," + request("a"));
        assertThat(replies()).isEqualTo("9:NOTFOUND ,4:OK A,");

        ask("100001");

        assertThat(replies()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void doesNotCountAnImpossibleKeyForAMapThatPostfixMadeUp() {
        ask("2:x ,");

        assertThat(replies()).isEqualTo("24:PERM there is no map 'x',");
        assertThat(impossible).isEmpty();
    }

    @Test
    void clipsTheNameOfAnUnknownMap() {
        ask("254:" + "ü".repeat(126) + " x,");

        assertThat(replies()).isEqualTo("123:PERM there is no map '" + "?".repeat(100) + "',");
    }

    @Test
    void saysTempWhenATableHasADefect() {
        ask(request("boom") + request("a") + request("broken") + request("b"));

        String defect = "43:TEMP internal error, see the log of guichet,";
        assertThat(replies()).isEqualTo(defect + "4:OK A," + defect + "4:OK B,");
        assertThat(count("guichet_internal_errors")).isEqualTo(2);
    }

    @Test
    void saysTempWhenALookUpFailsLater() {
        ask(request("slow1") + request("a"));

        table.fail("slow1");

        assertThat(replies()).isEqualTo("43:TEMP internal error, see the log of guichet,4:OK A,");
    }

    @Test
    void forgetsAPeerThatLeftWithRequestsInFlight() {
        ask(request("slow1") + request("a"));

        channel.close();
        table.answer("slow1", new Found("1"));

        assertThat(replies()).isEmpty();
    }

    @Test
    void answersWhatWasReadWhenItDrainsAndThenCloses() {
        ask(request("slow1") + request("a") + "3:m");

        handler.drain();
        assertThat(channel.isOpen()).isTrue();
        table.answer("slow1", new Found("1"));

        assertThat(replies()).isEqualTo("4:OK 1,4:OK A,");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAtOnceWhenItDrainsWithNothingInFlight() {
        ask(request("a"));

        handler.drain();

        assertThat(replies()).isEqualTo("4:OK A,");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void countsAndTimesEveryReply() {
        ask(request("a") + request("nobody") + request("slow1") + "0:,");
        table.answer("slow1", new Found("1"));
        replies();

        assertThat(count("guichet_requests")).isEqualTo(4);
        assertThat(handler.requestsBegun()).isEqualTo(4);
        assertThat(handler.midRequest()).isFalse();
    }
}
