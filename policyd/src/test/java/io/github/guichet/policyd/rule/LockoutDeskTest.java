package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a locked account wants to send. */
class LockoutDeskTest {

    /** A request of a login at a stage. */
    private record Request(Stage stage, Map<String, String> attributes) implements PolicyRequest {

        @Override
        public String fact(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    private final FileLockouts lockouts = FileLockouts.inMemory(InstantSource.system());
    private final List<String> observed = new ArrayList<>();
    private final LockoutDesk desk = new LockoutDesk(
            lockouts,
            CaseFold::fold,
            request -> CompletableFuture.completedFuture(new Action(Decision.PERMIT, "OK next")),
            (rule, decision, mode) -> observed.add(rule + " " + decision + " " + mode));

    @BeforeEach
    void lock() throws TooManyLockoutsException {
        assertThat(lockouts.lock("alice@example.org", "outgoing", "")).isEmpty();
    }

    private String decide(Stage stage, String login) {
        return desk.decide(new Request(stage, Map.of("sasl_username", login, "sender", "alice@example.org")))
                .join()
                .text();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"MAIL", "RCPT", "DATA", "END_OF_MESSAGE"})
    void isRefusedForGoodWhereverMailIsSent(Stage stage) {
        assertThat(decide(stage, "Alice@Example.ORG")).startsWith("554 5.7.1 ");
        assertThat(observed).containsExactly("lockout reject enforce");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"CONNECT", "EHLO", "HELO", "VRFY", "ETRN", "OTHER"})
    void isLeftToTheRulesWhereNothingIsSent(Stage stage) {
        assertThat(decide(stage, "alice@example.org")).isEqualTo("OK next");
        assertThat(observed).isEmpty();
    }

    @Test
    void nobodyElseIsRefused() {
        assertThat(decide(Stage.RCPT, "bob@example.org")).isEqualTo("OK next");
        assertThat(decide(Stage.RCPT, "")).as("mail to or from alice by others").isEqualTo("OK next");
        assertThat(observed).isEmpty();
    }

    @Test
    void endsWhenTheAccountIsUnlocked() {
        assertThat(lockouts.unlock("alice@example.org")).isPresent();
        assertThat(decide(Stage.RCPT, "alice@example.org")).isEqualTo("OK next");
    }
}
