package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * guichet is there and says nothing, in the middle of messages: Postfix puts off what it gets no answer for, and in the end each message
 * is delivered once.
 */
@ExtendWith(Workspaces.class)
class MilterPausedIT {

    private static final String MILTER = "{ " + MilterSite.GUICHET
            + ", default_action=tempfail, connect_timeout=2s, command_timeout=2s, content_timeout=2s }";

    @ParameterizedTest
    @EnumSource
    void losesNothing(Debian debian, Workspace work) throws Exception {
        MilterSite site = MilterSite.start(
                work,
                debian,
                MilterSite.text("restart.toml"),
                Map.of("paused", MILTER),
                // Log-ins ask guichet too, and here only the milter is to be silent: XCLIENT says who logged in.
                "smtpd_sasl_auth_enable = no\n");
        MilterTraffic traffic = MilterTraffic.start(site, "paused", 4);
        for (int pause = 0; pause < 2; pause++) {
            traffic.awaitAccepted(10);
            site.guichet.pause();
            try {
                traffic.awaitAnswers(6);
            } finally {
                site.guichet.resume();
            }
        }
        traffic.awaitAccepted(10);
        traffic.finish();
        site.postfix.awaitEmptyQueue();
        Map<String, Long> delivered = site.world.messages().stream()
                .collect(Collectors.groupingBy(SmtpSink.Message::subject, Collectors.counting()));
        System.out.printf(
                "outage: milter: %d sent, %d delivered, %d lost, %d refused (%d times told to try again): guichet"
                        + " stopped twice and continued, milter_default_action=tempfail, Postfix of %s%n",
                traffic.accepted().size() + traffic.refused().size(),
                delivered.size(),
                traffic.accepted().size() - delivered.size(),
                traffic.refused().size(),
                traffic.putOff(),
                debian);
        assertThat(traffic.refused()).isEmpty();
        assertThat(traffic.told()).isNotEmpty().allMatch(told -> told.startsWith("451 4.7.1 "));
        assertThat(delivered.keySet()).containsExactlyInAnyOrderElementsOf(traffic.accepted());
        assertThat(delivered.values()).containsOnly(1L);
        assertThat(site.world.messages())
                .allMatch(message -> message.text().contains("\nX-Checked: alice@guichet.test\n"));
    }
}
