package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.Match;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of rules that cannot say, say it late, or have a defect. */
class RuleOutageTest extends RuleFixture {

    private static final Verdict DOWN = new Verdict.Unavailable("db is down");

    @Test
    void putsOffOrGoesOnWhenASourceIsDown() {
        rule("fragile", Mode.REJECT, OnUnavailable.CONTINUE, says(DOWN));
        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);

        rule("strict", Mode.REJECT, OnUnavailable.TEMPFAIL, says(DOWN));
        rule("never asked", Mode.REJECT, objects());
        assertThat(reply(decided())).isEqualTo(LATER);
        assertThat(heard)
                .containsExactly(
                        "fragile unavailable reject", "fragile unavailable reject", "strict unavailable reject");
    }

    @Test
    void anObservedRuleNeverPutsOff() {
        rule("strict", Mode.OBSERVE, OnUnavailable.TEMPFAIL, says(DOWN));

        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(heard).containsExactly("strict unavailable observe");
    }

    @Test
    void aMessageThatIsPutOffIsNotChanged() {
        rule("tidy", Mode.CHANGE, changes(new Modification.AddField("X-A", FieldValue.of("1"))));
        rule("strict", Mode.QUARANTINE, OnUnavailable.TEMPFAIL, says(DOWN));

        assertThat(decided().changes()).isEmpty();
    }

    @Test
    void aConditionThatNobodyCanDecideIsUnavailable() {
        Condition unknown = facts -> CompletableFuture.completedFuture(new Match.Unavailable("vips is down"));
        rule("r", unknown, Set.of(), Mode.REJECT, OnUnavailable.TEMPFAIL, says(Verdict.PASS));

        assertThat(reply(decided())).isEqualTo(LATER);
        assertThat(log.lines)
                .singleElement()
                .asString()
                .startsWith("WARNING milter: rule=<r> mode=reject decision=unavailable queue_id=4ABC")
                .endsWith("reason=<vips is down>");
    }

    @Test
    void aDefectInACheckIsUnavailableAndLoggedWithTheMessage() {
        rule("thrower", Mode.REJECT, OnUnavailable.CONTINUE, check(message -> {
            throw new IllegalStateException("oops");
        }));
        rule(
                "failer",
                Mode.REJECT,
                OnUnavailable.TEMPFAIL,
                check(message -> CompletableFuture.failedFuture(new IllegalStateException("oops"))));

        assertThat(reply(decided())).isEqualTo(LATER);
        assertThat(heard).containsExactly("thrower unavailable reject", "failer unavailable reject");
        assertThat(log.lines)
                .filteredOn(line -> line.contains("a defect in a check: rule=<") && line.contains("oops"))
                .hasSize(2)
                .allMatch(line -> line.contains("queue_id=4ABC"));
    }

    @Test
    void aDefectInAConditionIsUnavailable() {
        Condition broken = facts -> {
            throw new IllegalStateException("oops");
        };
        CompletableFuture<Match> late = new CompletableFuture<>();
        rule("a", broken, Set.of(), Mode.REJECT, OnUnavailable.CONTINUE, says(Verdict.PASS));
        rule("b", facts -> late, Set.of(), Mode.REJECT, OnUnavailable.TEMPFAIL, says(Verdict.PASS));

        CompletableFuture<EndOfMessage> said = ask();
        late.completeExceptionally(new IllegalStateException("late"));

        assertThat(reply(said.join())).isEqualTo(LATER);
        assertThat(heard).containsExactly("a unavailable reject", "b unavailable reject");
    }

    @Test
    void waitsForASource() {
        CompletableFuture<Match> match = new CompletableFuture<>();
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        rule("slow", facts -> match, Set.of(), Mode.REJECT, OnUnavailable.TEMPFAIL, check(message -> verdict));
        rule("own", Mode.REJECT, objects());

        CompletableFuture<EndOfMessage> said = ask();
        assertThat(said).isNotDone();
        match.complete(Match.YES);
        assertThat(said).isNotDone();
        verdict.complete(Verdict.PASS);

        assertThat(reply(said.join())).isEqualTo("550 5.7.1 not yours");
        assertThat(heard).containsExactly("slow pass reject", "own object reject");
    }

    @Test
    void noRuleMayTakeLongerThanAllOfThemMay() {
        deadline = Duration.ofMillis(1);
        CompletableFuture<Verdict> slow = new CompletableFuture<>();
        rule("indifferent", Mode.TAG, OnUnavailable.CONTINUE, check(message -> new CompletableFuture<>()));
        rule("quick", Mode.TAG, objects());
        rule("slow", Mode.REJECT, OnUnavailable.TEMPFAIL, check(message -> slow));

        assertThat(reply(ask().join())).isEqualTo(LATER);
        slow.complete(objects());
        assertThat(heard).containsExactly("indifferent unavailable tag", "quick object tag", "slow unavailable reject");
        assertThat(log.lines).anyMatch(line -> line.endsWith("reason=<no answer in time>"));
    }

    @Test
    void thousandsOfRulesNeedNoDeepStack() {
        List<CompletableFuture<Verdict>> open = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rule("r", Mode.REJECT, Verdict.PASS);
        }
        for (int i = 0; i < 200; i++) {
            rule("slow", Mode.REJECT, OnUnavailable.TEMPFAIL, check(message -> {
                CompletableFuture<Verdict> later = new CompletableFuture<>();
                open.add(later);
                return later;
            }));
        }
        rule("own", Mode.REJECT, objects());

        CompletableFuture<EndOfMessage> said = ask();
        for (int i = 0; i < 200; i++) {
            open.get(i).complete(Verdict.PASS);
        }
        assertThat(reply(said.join())).isEqualTo("550 5.7.1 not yours");
    }

    @Test
    void theTextOfARuleIsNotSaidOfWhatIsPutOff() throws ReplyTextException {
        Reply.Coded later = new Reply.Coded(451, Optional.of("4.3.0"), List.of("cannot be checked now"));
        rules.add(new Rule(
                "r",
                Conditions.ALWAYS,
                Set.of(),
                says(new Verdict.Objection(later, "not an owner", List.of())),
                Mode.REJECT,
                OnUnavailable.CONTINUE,
                Optional.of(ReplyText.parse("550 5.7.1 {from} is not yours")),
                Rule.TAG_FIELD));

        assertThat(reply(decided())).isEqualTo("451 4.3.0 cannot be checked now");
    }
}
