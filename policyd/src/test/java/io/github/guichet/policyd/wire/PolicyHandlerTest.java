package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.DaemonMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyHandlerTest {

    private static final int MAX_IN_FLIGHT = 4;
    private static final String DUNNO = "action=DUNNO\n\n";

    private final FakeDesk desk = new FakeDesk();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final PolicyHandler handler;

    PolicyHandlerTest() {
        Decisions decisions = new Decisions(desk, new DaemonMetrics(registry).daemon(PolicyDaemon.NAME));
        handler = new PolicyHandler(channel, decisions, MAX_IN_FLIGHT);
        channel.pipeline().addLast(handler);
    }

    @AfterEach
    void nothingIsLeft() {
        desk.open.keySet().forEach(desk::decide);
        replies();
        assertThat(channel.finish()).isFalse();
    }

    private void ask(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static String request(String recipient) {
        return "request=smtpd_access_policy\nprotocol_state=RCPT\nrecipient=" + recipient + "\n\n";
    }

    private static String reply(String recipient) {
        return "action=REJECT " + recipient + "\n\n";
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
    void answersAtOnceAndKeepsTheConnection() {
        ask(request(""));
        assertThat(replies()).isEqualTo(DUNNO);

        ask(request("a@example.org"));
        assertThat(replies()).isEqualTo(reply("a@example.org"));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answersOneByteAtATime() {
        for (char c : (request("a") + request("") + request("b")).toCharArray()) {
            ask(String.valueOf(c));
        }

        assertThat(replies()).isEqualTo(reply("a") + DUNNO + reply("b"));
    }

    @Test
    void sendsTheRepliesOfOneBatchTogether() {
        ask(request("a") + request("") + request("b"));

        ByteBuf first = channel.readOutbound();
        assertThat(first.toString(StandardCharsets.UTF_8)).isEqualTo(reply("a") + DUNNO + reply("b"));
        first.release();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void keepsTheOrderWhenDecisionsComeOutOfOrder() {
        ask(request("slow1") + request("a") + request("slow2") + request("b"));
        assertThat(replies()).isEmpty();
        assertThat(handler.inFlight()).isEqualTo(4);

        desk.decide("slow2");
        assertThat(replies()).isEmpty();
        desk.decide("slow1");

        assertThat(replies()).isEqualTo(reply("slow1") + reply("a") + reply("slow2") + reply("b"));
        assertThat(handler.inFlight()).isZero();
    }

    @Test
    void leavesARequestAsItIsWhileItIsDecided() {
        ask(request("slow1"));
        ask(request("overwritten"));

        // The desk looks at the request it was given.
        desk.decide("slow1");

        assertThat(replies()).isEqualTo(reply("slow1") + reply("overwritten"));
    }

    @Test
    void readsNoFurtherWhenAsMuchIsInFlightAsAllowed() {
        ask(request("slow1") + request("slow2") + request("slow3") + request("slow4") + request("slow5"));

        assertThat(desk.asked).hasSize(4);
        assertThat(channel.config().isAutoRead()).isFalse();

        desk.decide("slow1");
        assertThat(replies()).isEqualTo(reply("slow1"));
        assertThat(desk.asked).hasSize(5);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "junk\n\n", "request=other\n\n", "a\n", "request=smtpd_access_policy\r\n\r\n"})
    void closesOnAMalformedRequestAfterAnsweringWhatCameBefore(String malformed) {
        ask(request("a") + request("slow1") + malformed + request("b"));
        assertThat(replies()).isEqualTo(reply("a"));
        assertThat(channel.isOpen()).isTrue();

        desk.decide("slow1");

        assertThat(replies()).isEqualTo(reply("slow1"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(desk.asked).hasSize(2);
        assertThat(count("guichet_protocol_errors")).isEqualTo(1);
        assertThat(count("guichet_internal_errors")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"boom", "overflow", "broken", "cancelled"})
    void closesWithoutAnAnswerWhenTheDeskHasADefect(String defect) {
        ask(request("a") + request(defect) + request("b"));

        assertThat(replies()).isEqualTo(reply("a"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(desk.asked).hasSize(2);
        assertThat(count("guichet_internal_errors")).isEqualTo(1);
        assertThat(count("guichet_requests")).isEqualTo(1);
    }

    @Test
    void answersWhatCameBeforeADefectThatShowsLater() {
        ask(request("slow1") + request("slow2") + request("b"));

        desk.fail("slow2");
        assertThat(replies()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        desk.decide("slow1");

        assertThat(replies()).isEqualTo(reply("slow1"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(count("guichet_internal_errors")).isEqualTo(1);
    }

    @Test
    void forgetsAPeerThatLeftWithRequestsInFlight() {
        ask(request("slow1") + request("a"));

        channel.close();
        desk.decide("slow1");

        assertThat(replies()).isEmpty();
    }

    @Test
    void answersWhatWasReadWhenItDrainsAndThenCloses() {
        ask(request("slow1") + request("a") + "request=");

        handler.drain();
        assertThat(channel.isOpen()).isTrue();
        desk.decide("slow1");

        assertThat(replies()).isEqualTo(reply("slow1") + reply("a"));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void countsAndTimesEveryReplyAndKnowsWhenARequestIsUnfinished() {
        ask(request("a") + request("") + "request=smtpd");

        assertThat(count("guichet_requests")).isEqualTo(2);
        assertThat(handler.requestsBegun()).isEqualTo(3);
        assertThat(handler.midRequest()).isTrue();
        ask("_access_policy\n\n");
        assertThat(handler.midRequest()).isFalse();
        assertThat(replies()).isEqualTo(reply("a") + DUNNO + DUNNO);
        assertThat(desk.asked.get(2)).isEqualTo(Map.of("request", "smtpd_access_policy"));
        assertThat(List.copyOf(desk.asked.get(0).keySet())).containsExactly("request", "protocol_state", "recipient");
    }
}
