package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Match;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of rules that cannot say, say it late, or have a defect. */
class RuleChainOutageTest extends RuleChainFixture {

    @Test
    void defersOrGoesOnWhenASourceIsDown() {
        rule("fragile", says(new Verdict.Unavailable("db is down")), OnUnavailable.DUNNO, Mode.ENFORCE);
        assertThat(decide(REQUEST)).isEqualTo("DUNNO");

        rule("strict", says(new Verdict.Unavailable("db is down")));
        assertThat(decide(REQUEST)).isEqualTo("DEFER_IF_PERMIT 4.3.0 Service temporarily unavailable, try again later");
        assertThat(heard).last().isEqualTo("strict unavailable enforce");
    }

    @Test
    void defersAtOnceAtTheEndOfAMessage() {
        rule("strict", says(new Verdict.Unavailable("db is down")));

        assertThat(decide(TypedRequest.at(Stage.END_OF_MESSAGE)))
                .isEqualTo("451 4.3.0 Service temporarily unavailable, try again later");
        assertThat(decide(TypedRequest.at(Stage.DATA))).startsWith("DEFER_IF_PERMIT ");
    }

    @Test
    void aConditionThatNobodyCanDecideIsUnavailable() {
        Condition unknown = facts -> CompletableFuture.completedFuture(new Match.Unavailable("vips is down"));
        rules.add(new Rule("r", unknown, says("OK"), Optional.empty(), OnUnavailable.DEFER, Mode.ENFORCE));

        assertThat(decide(REQUEST)).startsWith("DEFER_IF_PERMIT");
        assertThat(log.lines)
                .singleElement()
                .asString()
                .contains("decision=unavailable")
                .contains("reason=<vips is down>");
    }

    @Test
    void aDefectInACheckIsUnavailable() {
        rule("thrower", (request, mode) -> {
            throw new IllegalStateException("oops");
        });
        assertThat(decide(REQUEST)).startsWith("DEFER_IF_PERMIT");

        rules.clear();
        rule("failer", (request, mode) -> CompletableFuture.failedFuture(new IllegalStateException("oops")));
        rule("last", says("HOLD x"));
        assertThat(decide(REQUEST)).startsWith("DEFER_IF_PERMIT");
        assertThat(log.lines)
                .anyMatch(line -> line.contains("a defect in rule failer") && line.contains("oops"))
                .anyMatch(line -> line.contains("rule=<failer>")
                        && line.contains("queue_id=4ABC instance=<6fcf.1.2.0>")
                        && line.contains("reason=<a defect in the check>"));
    }

    @Test
    void aDefectInAConditionIsUnavailable() {
        Condition broken = facts -> {
            throw new IllegalStateException("oops");
        };
        Condition failing = facts -> CompletableFuture.failedFuture(new IllegalStateException("oops"));
        rules.add(new Rule("a", broken, says("OK"), Optional.empty(), OnUnavailable.DUNNO, Mode.ENFORCE));
        rules.add(new Rule("b", failing, says("OK"), Optional.empty(), OnUnavailable.DEFER, Mode.ENFORCE));

        assertThat(decide(REQUEST)).startsWith("DEFER_IF_PERMIT");
        assertThat(heard).containsExactly("a unavailable enforce", "b unavailable enforce");
    }

    @Test
    void waitsForASource() {
        CompletableFuture<Match> match = new CompletableFuture<>();
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        rule("one", counts("one"));
        rules.add(new Rule(
                "slow",
                facts -> match,
                (request, mode) -> verdict,
                Optional.empty(),
                OnUnavailable.DEFER,
                Mode.ENFORCE));
        rule("no", says("REJECT no"));

        CompletableFuture<Action> action = chain().decide(REQUEST);
        assertThat(action).isNotDone();
        match.complete(Match.YES);
        assertThat(action).isNotDone();
        verdict.complete(Verdict.PASS);
        assertThat(action.join().text()).isEqualTo("REJECT no");
        assertThat(done).containsExactly("gave back one");
    }

    @Test
    void aDefectThatComesLateIsUnavailable() {
        CompletableFuture<Match> match = new CompletableFuture<>();
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        rules.add(new Rule("a", facts -> match, says("OK"), Optional.empty(), OnUnavailable.DUNNO, Mode.ENFORCE));
        rule("b", (request, mode) -> verdict);

        CompletableFuture<Action> action = chain().decide(REQUEST);
        match.completeExceptionally(new IllegalStateException("late"));
        verdict.completeExceptionally(new IllegalStateException("late"));

        assertThat(action.join().text()).startsWith("DEFER_IF_PERMIT");
        assertThat(heard).containsExactly("a unavailable enforce", "b unavailable enforce");
    }

    @Test
    void noRuleMayTakeLongerThanAllOfThemMay() {
        List<String> done = new ArrayList<>();
        CompletableFuture<Verdict> slow = new CompletableFuture<>();
        rule("slow and indifferent", (request, mode) -> new CompletableFuture<>(), OnUnavailable.DUNNO, Mode.ENFORCE);
        rule("quick", says(new Verdict.Pass(() -> done.add("gave back quick"))));
        rule("slow", (request, mode) -> slow);

        CompletableFuture<Action> action = chain(Duration.ofMillis(1)).decide(REQUEST);

        assertThat(action.join().text()).startsWith("DEFER_IF_PERMIT");
        assertThat(heard)
                .containsExactly(
                        "slow and indifferent unavailable enforce", "quick dunno enforce", "slow unavailable enforce");
        assertThat(done).containsExactly("gave back quick");
        slow.complete(new Verdict.Pass(() -> done.add("gave back slow")));
        assertThat(done).containsExactly("gave back quick", "gave back slow");
    }

    @Test
    void thousandsOfRulesNeedNoDeepStack() {
        List<CompletableFuture<Verdict>> open = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rule("r", says(Verdict.PASS));
        }
        for (int i = 0; i < 200; i++) {
            rule("slow", (request, mode) -> {
                CompletableFuture<Verdict> later = new CompletableFuture<>();
                open.add(later);
                return later;
            });
        }
        rule("no", says("REJECT no"));

        CompletableFuture<Action> action = chain().decide(REQUEST);
        for (int i = 0; i < 200; i++) {
            open.get(i).complete(Verdict.PASS);
        }
        assertThat(action.join().text()).isEqualTo("REJECT no");
    }
}
