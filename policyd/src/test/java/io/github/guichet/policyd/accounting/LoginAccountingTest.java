package io.github.guichet.policyd.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginAccountingTest {

    private static final Action REFUSED = new Action(Decision.DEFER, "450 4.7.1 later");

    private record Request(Stage stage, Map<String, String> attributes) implements PolicyRequest {
        @Override
        public String fact(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final LoginAccounting accounting = new LoginAccounting(() -> now.get());
    private int mails;

    private void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
    }

    private Request end(String login, int recipients) {
        return new Request(
                Stage.END_OF_MESSAGE,
                Map.of(
                        "sasl_username",
                        login,
                        "recipient_count",
                        String.valueOf(recipients),
                        "size",
                        "100",
                        "instance",
                        "i" + mails++));
    }

    @Test
    void keepsAccountOfAcceptedMailAndOfRefusals() {
        accounting.answered(end("A@example.org", 3), Action.DUNNO);
        accounting.answered(end("a@example.org", 2), new Action(Decision.HOLD, "HOLD"));
        accounting.answered(end("a@example.org", 9), REFUSED);
        accounting.answered(new Request(Stage.RCPT, Map.of("sasl_username", "a@example.org")), REFUSED);
        accounting.answered(new Request(Stage.RCPT, Map.of("sasl_username", "a@example.org")), Action.DUNNO);
        accounting.answered(end("", 9), Action.DUNNO);
        assertThat(accounting.top(10)).containsExactly(new LoginUsage("a@example.org", 2, 5, 200, 2));
    }

    @Test
    void aRepeatedRequestIsCountedOnce() {
        Request mail = end("a@example.org", 3);
        accounting.answered(mail, Action.DUNNO);
        accounting.answered(mail, Action.DUNNO);
        assertThat(accounting.top(10)).containsExactly(new LoginUsage("a@example.org", 1, 3, 100, 0));
    }

    @Test
    void onlyTheBusiestAreShown() {
        for (int i = 1; i <= 50; i++) {
            accounting.answered(end("u" + i, i), Action.DUNNO);
        }
        assertThat(accounting.top(3).stream().map(LoginUsage::login)).containsExactly("u50", "u49", "u48");
        assertThat(accounting.top(0)).isEmpty();
    }

    @Test
    void whatIsOlderThanAnHourIsForgotten() {
        accounting.answered(end("a", 3), Action.DUNNO);
        pass(Duration.ofMinutes(40));
        accounting.answered(end("a", 4), Action.DUNNO);
        assertThat(accounting.top(1)).containsExactly(new LoginUsage("a", 2, 7, 200, 0));
        pass(Duration.ofMinutes(30));
        assertThat(accounting.top(1)).containsExactly(new LoginUsage("a", 1, 4, 100, 0));
        pass(Duration.ofDays(3));
        assertThat(accounting.top(1)).isEmpty();
    }

    @Test
    void memoryIsBoundedAndTheBusyStay() {
        for (int i = 0; i < 50_000; i++) {
            accounting.answered(end("once" + i, 1), Action.DUNNO);
            if (i % 500 == 0) {
                accounting.answered(end("busy", 100), Action.DUNNO);
            }
        }
        assertThat(accounting.top(100_000)).hasSizeLessThanOrEqualTo(10_000);
        assertThat(accounting.top(1).get(0)).isEqualTo(new LoginUsage("busy", 100, 10_000, 10_000, 0));
    }

    @Test
    void namesAreFitToBeShown() {
        accounting.answered(end("a\n\u202e" + "x".repeat(500), 1), Action.DUNNO);
        assertThat(accounting.top(1).get(0).login()).startsWith("a??xxx").hasSizeLessThanOrEqualTo(131);
    }

    @Test
    void aDeskIsHeardWhenItAnswersLaterToo() {
        CompletableFuture<Action> later = new CompletableFuture<>();
        CompletableFuture<Action> answer = new AccountingDesk(request -> later, accounting).decide(end("a", 2));
        assertThat(accounting.top(1)).isEmpty();
        later.complete(Action.DUNNO);
        assertThat(answer.join()).isSameAs(Action.DUNNO);
        assertThat(accounting.top(1)).hasSize(1);
    }
}
