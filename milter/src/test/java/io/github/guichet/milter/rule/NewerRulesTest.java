package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rules that take the place of others while sessions are open. */
class NewerRulesTest {

    private static final RuleObserver NOBODY = (rule, decision, mode) -> {};

    private final RuleFilter filter = new RuleFilter(NOBODY);

    private static Rule rule(String name, Check check) {
        return new Rule(
                name,
                Conditions.ALWAYS,
                Set.of(),
                check,
                Mode.REJECT,
                OnUnavailable.TEMPFAIL,
                Optional.empty(),
                Rule.TAG_FIELD);
    }

    private RuleFilter.InUse install(Check check) {
        return filter.replace(List.of(rule("rule", check)), MessageLimits.DEFAULTS, Duration.ofMinutes(1));
    }

    private static EndOfMessage message(FilterSession session) {
        CompletableFuture<EndOfMessage> said = begin(session).endOfMessage();
        assertThat(said).isDone();
        return said.join();
    }

    private static FilterSession begin(FilterSession session) {
        assertThat(session.mail("bob@example.org", List.of())).isDone();
        assertThat(session.rcpt("x@example.net", List.of())).isDone();
        return session;
    }

    private static Check passes() {
        return RuleFixture.says(Verdict.PASS);
    }

    private static Check refuses() {
        return RuleFixture.says(RuleFixture.objects());
    }

    /** To judge by a field, which an MTA does not tell of unless it is asked to. */
    private static Check readsSubject() {
        return RuleFixture.check(
                new Needs(Set.of(), Set.of("subject"), false, Set.of()),
                message -> CompletableFuture.completedFuture(RuleFixture.objects()));
    }

    @Test
    void judgeTheNextMessageOfAnOpenSession() {
        RuleFilter.InUse before = install(passes());
        FilterSession session = filter.open(RuleFixture.POSTFIX);
        assertThat(message(session)).isEqualTo(EndOfMessage.UNCHANGED);
        RuleFilter.InUse now = install(refuses());
        assertThat(before.isNeeded()).isFalse();
        before.giveBack();
        assertThat(message(session).reply()).isEqualTo(RuleFixture.REFUSAL);
        assertThat(now.isNeeded()).isTrue();
        session.closed();
        assertThat(now.isNeeded()).isFalse();
    }

    @Test
    void judgeAMessageThatIsUnderWay() {
        RuleFilter.InUse before = install(passes());
        FilterSession session = begin(filter.open(RuleFixture.POSTFIX));
        RuleFilter.InUse unused = install(refuses());
        before.giveBack();
        assertThat(session.endOfMessage().join().reply()).isEqualTo(RuleFixture.REFUSAL);
    }

    @Test
    void leaveASessionToTheOldOnesIfItsMtaDoesNotTellEnough() {
        RuleFilter.InUse before = install(passes());
        FilterSession session = filter.open(RuleFixture.POSTFIX);
        RuleFilter.InUse unused = install(readsSubject());
        assertThat(message(session)).isEqualTo(EndOfMessage.UNCHANGED);
        assertThat(before.isNeeded()).isTrue();
        // A session of now knows more.
        FilterSession other = filter.open(RuleFixture.POSTFIX);
        assertThat(message(other).reply()).isEqualTo(RuleFixture.REFUSAL);
        session.closed();
        assertThat(before.isNeeded()).isFalse();
    }

    @Test
    void putOffTheMessagesOfASessionWhoseRulesAreGivenUp() {
        RuleFilter.InUse before = install(passes());
        FilterSession session = filter.open(RuleFixture.POSTFIX);
        RuleFilter.InUse unused = install(readsSubject());
        before.giveBack();
        assertThat(message(session).reply()).isInstanceOf(Reply.TempFail.class);
    }

    @Test
    void areNeededWhileTheyWaitForASource() {
        CompletableFuture<Verdict> late = new CompletableFuture<>();
        RuleFilter.InUse before = install(RuleFixture.check(message -> late));
        FilterSession session = begin(filter.open(RuleFixture.POSTFIX));
        CompletableFuture<EndOfMessage> said = session.endOfMessage();
        RuleFilter.InUse unused = install(refuses());
        assertThat(before.isNeeded()).isTrue();
        late.complete(Verdict.PASS);
        assertThat(said).isCompletedWithValue(EndOfMessage.UNCHANGED);
        assertThat(before.isNeeded()).isFalse();
    }

    @Test
    void putOffWhoIsStillConnectedWhenThereAreNoneAnyMore() {
        RuleFilter.InUse last = install(passes());
        FilterSession session = filter.open(RuleFixture.POSTFIX);
        last.giveBack();
        assertThat(message(session).reply()).isInstanceOf(Reply.TempFail.class);
        assertThat(message(filter.open(RuleFixture.POSTFIX)).reply()).isInstanceOf(Reply.TempFail.class);
    }
}
