package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GreylistCheckTest {

    private static final Duration DELAY = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofDays(2);
    private static final Duration KEEP = Duration.ofDays(35);

    private final FakeMarks marks = new FakeMarks();
    private GreylistCheck check = check(0, 0, false);

    private GreylistCheck check(int clientAfter, int networkAfter, boolean learn) {
        return new GreylistCheck(new GreylistCheckConfig(
                "grey",
                marks,
                DELAY,
                WINDOW,
                KEEP,
                new ClientPrefix(24, 64),
                clientAfter,
                networkAfter,
                learn,
                AddressConfig.DEFAULTS,
                marks));
    }

    private static FakeRequest mail(String client, String sender, String recipient) {
        return FakeRequest.at(Stage.RCPT)
                .with("client_address", client)
                .with("sender", sender)
                .with("recipient", recipient);
    }

    private static FakeRequest usual() {
        return mail("192.0.2.7", "a@far.example", "b@example.org");
    }

    private Verdict ask(FakeRequest request) {
        return check.check(request, Mode.ENFORCE).join();
    }

    private boolean passes(FakeRequest request) {
        Verdict verdict = ask(request);
        assertThat(verdict).isNotInstanceOf(Verdict.Unavailable.class);
        return verdict instanceof Verdict.Pass;
    }

    /** The first time, and again when it is time. */
    private void comesBack(FakeRequest request) {
        assertThat(passes(request)).isFalse();
        marks.pass(DELAY);
        assertThat(passes(request)).isTrue();
    }

    @Test
    void aStrangerIsToldWhenToComeAgain() {
        Verdict.Decide decided = (Verdict.Decide) ask(usual());
        assertThat(decided.action().decision()).isEqualTo(Decision.DEFER);
        assertThat(decided.action().text()).startsWith("450 4.2.0 ").contains(" 300 seconds");
        marks.pass(Duration.ofMillis(60_500));
        assertThat(((Verdict.Decide) ask(usual())).action().text()).contains(" 240 seconds");
    }

    @Test
    void whoComesBackIsLetInFromThenOn() {
        comesBack(usual());
        assertThat(passes(usual())).isTrue();
        marks.pass(KEEP.minusHours(1));
        assertThat(passes(usual())).isTrue();
        marks.pass(KEEP.minusHours(1));
        assertThat(passes(usual())).as("each mail keeps it longer").isTrue();
        marks.pass(KEEP.plusHours(1));
        assertThat(passes(usual())).isFalse();
    }

    @Test
    void whoKeepsComingTooSoonIsLetInAllTheSame() {
        for (int i = 0; i < 5; i++) {
            assertThat(passes(usual())).isFalse();
            marks.pass(Duration.ofMinutes(1));
        }
        assertThat(passes(usual())).isTrue();
    }

    @Test
    void whoComesTooLateIsAStranger() {
        assertThat(passes(usual())).isFalse();
        marks.pass(WINDOW.plusMinutes(1));
        comesBack(usual());
        FakeRequest other = mail("198.51.100.1", "a@far.example", "b@example.org");
        assertThat(passes(other)).isFalse();
        marks.pass(DELAY.minusMinutes(1));
        assertThat(passes(other)).isFalse();
        marks.pass(WINDOW.minusMinutes(1));
        assertThat(passes(other)).as("late, though it came in between").isFalse();
        marks.pass(DELAY);
        assertThat(passes(other)).isTrue();
    }

    @Test
    void aTripletIsNetworkSenderAndRecipient() {
        comesBack(usual());
        assertThat(passes(mail("192.0.2.200", "A@FAR.example", "B@Example.org.")))
                .isTrue();
        assertThat(passes(mail("192.0.3.7", "a@far.example", "b@example.org"))).isFalse();
        assertThat(passes(mail("192.0.2.7", "x@far.example", "b@example.org"))).isFalse();
        assertThat(passes(mail("192.0.2.7", "a@far.example", "c@example.org"))).isFalse();
        FakeRequest v6 = mail("2001:db8:1:2::1", "a@far.example", "b@example.org");
        comesBack(v6);
        assertThat(passes(v6.with("client_address", "2001:db8:1:2:ffff::9"))).isTrue();
        assertThat(passes(v6.with("client_address", "2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void aSenderWithNumbersInItComesBackUnderOthers() {
        assertThat(passes(mail("192.0.2.7", "list-17-b=example.org@far.example", "b@example.org")))
                .isFalse();
        marks.pass(DELAY);
        assertThat(passes(mail("192.0.2.7", "list-18-b=example.org@far.example", "b@example.org")))
                .isTrue();
    }

    @Test
    void theRecipientsOfOneMailWaitAtTheSameTime() {
        FakeRequest other = usual().with("recipient", "c@example.org");
        assertThat(passes(usual())).isFalse();
        assertThat(passes(other)).isFalse();
        marks.pass(DELAY);
        assertThat(passes(usual())).isTrue();
        assertThat(passes(other)).isTrue();
    }

    @Test
    void whoHasLoggedInAndWhoCameOverNoNetworkIsNoStranger() {
        assertThat(passes(usual().with("sasl_username", "alice"))).isTrue();
        assertThat(passes(usual().with("client_address", "unknown"))).isTrue();
        assertThat(passes(usual().with("client_address", ""))).isTrue();
        assertThat(marks.touches).isZero();
    }

    @Test
    void theNullSenderIsDecidedAtData() {
        FakeRequest rcpt = usual().with("sender", "");
        assertThat(passes(rcpt)).isTrue();
        FakeRequest data = new FakeRequest(Stage.DATA, rcpt.attributes());
        comesBack(data);
        assertThat(passes(data.with("recipient", ""))).as("several recipients").isFalse();
        assertThat(passes(new FakeRequest(Stage.DATA, usual().attributes()))).isTrue();
        assertThat(passes(new FakeRequest(Stage.MAIL, usual().attributes()))).isTrue();
    }

    @Test
    void aClientThatCameBackOftenEnoughIsKnown() {
        check = check(2, 0, false);
        comesBack(usual().with("instance", "1"));
        assertThat(passes(usual().with("sender", "x@far.example"))).isFalse();
        comesBack(usual().with("instance", "2").with("sender", "y@far.example"));
        assertThat(passes(usual().with("sender", "z@far.example"))).isTrue();
        assertThat(passes(mail("192.0.2.8", "z@far.example", "b@example.org")))
                .as("another host of the network")
                .isFalse();
    }

    @Test
    void aMailWithManyRecipientsCountsOnceForItsClient() {
        check = check(2, 0, false);
        for (int i = 0; i < 5; i++) {
            assertThat(passes(usual().with("recipient", "r" + i + "@example.org")))
                    .isFalse();
        }
        marks.pass(DELAY);
        for (int i = 0; i < 5; i++) {
            assertThat(passes(usual().with("instance", "2").with("recipient", "r" + i + "@example.org")))
                    .isTrue();
        }
        assertThat(passes(usual().with("recipient", "more@example.org"))).isFalse();
    }

    @Test
    void aNetworkThatCameBackOftenEnoughIsKnown() {
        check = check(0, 2, false);
        comesBack(usual());
        comesBack(mail("192.0.2.99", "y@far.example", "b@example.org").with("instance", "2"));
        assertThat(passes(mail("192.0.2.50", "new@far.example", "b@example.org")))
                .isTrue();
        assertThat(passes(mail("192.0.3.50", "new@far.example", "b@example.org")))
                .isFalse();
    }

    @Test
    void aKnownOneIsNotNotedAtEachMail() {
        comesBack(usual());
        int before = marks.touches;
        marks.pass(Duration.ofDays(1));
        assertThat(passes(usual())).isTrue();
        assertThat(marks.touches).isEqualTo(before);
        marks.pass(Duration.ofDays(5));
        assertThat(passes(usual())).isTrue();
        assertThat(marks.touches).isEqualTo(before + 1);
    }

    @Test
    void whileItLearnsNobodyIsPutOffAndWhoComesAgainIsRemembered() {
        check = check(0, 0, true);
        FakeRequest once = usual().with("sender", "once@far.example");
        assertThat(passes(once)).isTrue();
        assertThat(passes(usual())).isTrue();
        marks.pass(Duration.ofDays(7));
        assertThat(passes(usual())).isTrue();
        check = check(0, 0, false);
        assertThat(passes(usual())).isTrue();
        marks.pass(WINDOW);
        assertThat(passes(once.with("recipient", "other@example.org"))).isFalse();
    }

    @Test
    void rulesRememberApart() {
        comesBack(usual());
        check = new GreylistCheck(new GreylistCheckConfig(
                "other",
                marks,
                DELAY,
                WINDOW,
                KEEP,
                new ClientPrefix(24, 64),
                0,
                0,
                false,
                AddressConfig.DEFAULTS,
                marks));
        assertThat(passes(usual())).isFalse();
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaidSo() {
        marks.down = true;
        for (GreylistCheck each : new GreylistCheck[] {check, check(3, 3, false), check(0, 0, true)}) {
            check = each;
            assertThat(ask(usual())).isEqualTo(new Verdict.Unavailable("the store is down"));
        }
    }
}
