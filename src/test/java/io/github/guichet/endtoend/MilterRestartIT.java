package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** guichet goes away under traffic, killed and stopped: Postfix does what {@code milter_default_action} says, and no mail is lost. */
@ExtendWith(Workspaces.class)
class MilterRestartIT {

    @ParameterizedTest
    @EnumSource
    void losesNothingThatPostfixTookWhateverItsDefaultAction(Debian debian, Workspace work) throws Exception {
        List<String> actions = actions(debian);
        Map<String, String> services = new LinkedHashMap<>();
        actions.forEach(
                action -> services.put(action, "{ " + MilterSite.GUICHET + ", default_action=" + action + " }"));
        MilterSite site = MilterSite.start(
                work,
                debian,
                MilterSite.text("restart.toml"),
                services,
                // Log-ins ask guichet too, and here only the milter is to be missing: XCLIENT says who logged in.
                "smtpd_sasl_auth_enable = no\n");
        List<MilterTraffic> all = actions.stream()
                .map(action -> MilterTraffic.start(site, action, 2))
                .toList();
        for (int life = 0; life < 2; life++) {
            all.forEach(traffic -> traffic.awaitAccepted(5));
            if (life == 0) {
                site.guichet.kill();
            } else {
                site.guichet.stop();
            }
            all.forEach(traffic -> traffic.awaitAnswers(10));
            site.guichet.restart();
        }
        all.forEach(traffic -> traffic.awaitAccepted(5));
        for (MilterTraffic traffic : all) {
            traffic.finish();
        }
        long held = site.postfix.held();
        assertThat(held).isPositive();
        site.postfix.release();
        site.postfix.awaitEmptyQueue();
        Map<String, String> arrived = site.world.messages().stream()
                .collect(Collectors.toMap(SmtpSink.Message::subject, SmtpSink.Message::text, (one, other) -> one));
        all.forEach(traffic -> compare(debian, traffic, arrived, held));
    }

    private static void compare(Debian debian, MilterTraffic traffic, Map<String, String> arrived, long held) {
        TreeSet<String> lost = new TreeSet<>(traffic.accepted());
        lost.removeAll(arrived.keySet());
        long unchecked = traffic.accepted().stream()
                .filter(subject -> !arrived.getOrDefault(subject, "").contains("\nX-Checked: alice@guichet.test\n"))
                .count();
        int taken = traffic.accepted().size();
        int refused = traffic.refused().size();
        System.out.printf(
                "outage: milter: %d sent, %d delivered, %d lost, %d refused, %d of the delivered unchecked"
                        + " (%d times told to try again): guichet killed and stopped,"
                        + " milter_default_action=%s, Postfix of %s%n",
                taken + refused,
                taken - lost.size(),
                lost.size(),
                refused,
                unchecked,
                traffic.putOff(),
                traffic.service(),
                debian);
        assertThat(lost).isEmpty();
        assertThat(traffic.refused()).noneMatch(arrived::containsKey);
        assertThat(traffic.accepted()).hasSizeGreaterThan((int) unchecked);
        switch (traffic.service()) {
            case "accept" -> {
                assertThat(unchecked).isPositive();
                assertThat(traffic.told()).noneMatch(told -> told.matches("(?s)([45]|.*greeting: ).*"));
            }
            case "quarantine" -> {
                assertThat(unchecked).isEqualTo(held);
                assertThat(traffic.told()).noneMatch(told -> told.matches("(?s)([45]|.*greeting: ).*"));
            }
            case "reject" -> {
                assertThat(unchecked).isZero();
                assertThat(traffic.refused()).isNotEmpty();
            }
            case "shutdown" -> {
                assertThat(unchecked).isZero();
                assertThat(traffic.told()).anyMatch(told -> told.contains("421 "));
            }
            default -> {
                assertThat(unchecked).isZero();
                assertThat(traffic.told()).anyMatch(told -> told.startsWith("451 4.7.1 "));
            }
        }
        assertThat(traffic.refused().isEmpty()).isEqualTo(!traffic.service().equals("reject"));
    }

    private static List<String> actions(Debian debian) {
        return switch (debian) {
            case BOOKWORM -> List.of("accept", "quarantine", "reject", "tempfail");
            case TRIXIE -> List.of("accept", "quarantine", "reject", "shutdown", "tempfail");
        };
    }
}
