package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.Match;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RuleChainTest {

    private static final PolicyRequest REQUEST = TypedRequest.at(
            Stage.RCPT,
            "sasl_username",
            "bob",
            "sender",
            "alice@example.org",
            "recipient",
            "x@example.net",
            "client_address",
            "192.0.2.1",
            "queue_id",
            "4ABC",
            "instance",
            "6fcf.1.2.0");

    private final List<String> heard = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final LoggedLines log = new LoggedLines("rule-chain-test");

    @AfterEach
    void stopListening() {
        log.close();
    }

    private RuleChain chain() {
        return chain(Duration.ofMinutes(1));
    }

    private RuleChain chain(Duration longest) {
        return new RuleChain(
                rules,
                (rule, decision, mode) -> heard.add(rule + " " + decision + " " + mode),
                longest,
                LoggerFactory.getLogger("rule-chain-test"));
    }

    private String decide(PolicyRequest request) {
        CompletableFuture<Action> action = chain().decide(request);
        assertThat(action).isDone();
        return action.join().text();
    }

    private void rule(String name, Check check) {
        rules.add(new Rule(name, Conditions.ALWAYS, check, Optional.empty(), OnUnavailable.DEFER, Mode.ENFORCE));
    }

    private void rule(String name, Check check, OnUnavailable onUnavailable, Mode mode) {
        rules.add(new Rule(name, Conditions.ALWAYS, check, Optional.empty(), onUnavailable, mode));
    }

    private static Check says(String action) {
        return says(new Verdict.Decide(parsed(action).fill(REQUEST, "", ""), "a reason"));
    }

    private static Check says(Verdict verdict) {
        return (request, mode) -> CompletableFuture.completedFuture(verdict);
    }

    private static ActionTemplate parsed(String action) {
        try {
            return ActionTemplate.parse(action);
        } catch (ActionException e) {
            throw new AssertionError(e);
        }
    }

    private Check counts(String what) {
        return says(new Verdict.Pass(() -> done.add("gave back " + what)));
    }

    @Test
    void saysDunnoIfNoRuleHasAnOpinion() {
        assertThat(decide(REQUEST)).isEqualTo("DUNNO");
        rule("one", says(Verdict.PASS));
        rule("two", says("DUNNO"));

        assertThat(decide(REQUEST)).isEqualTo("DUNNO");
        assertThat(heard).containsExactly("one dunno enforce", "two dunno enforce");
        assertThat(log.lines).isEmpty();
    }

    @Test
    void theFirstThatDoesNotSayDunnoDecides() {
        rule("one", says(Verdict.PASS));
        rule("two", says("REJECT no"));
        rule("three", says("OK"));

        assertThat(decide(REQUEST)).isEqualTo("REJECT no");
        assertThat(heard).containsExactly("one dunno enforce", "two reject enforce");
    }

    @Test
    void whatChangesTheMailEndsTheListAsWell() {
        for (String action : List.of(
                "OK",
                "HOLD",
                "DISCARD",
                "PREPEND X-A: b",
                "BCC a@b",
                "REDIRECT a@b",
                "FILTER a:b",
                "defer_if_reject",
                "my_class")) {
            rules.clear();
            rule("one", says(action));
            rule("two", says("REJECT no"));

            assertThat(decide(REQUEST)).isEqualToIgnoringCase(action);
        }
    }

    @Test
    void whatOnlyLogsDoesNotLiftALimitBehindIt() {
        rule("look", says("WARN look"));
        rule("look again", says("INFO look again"));
        assertThat(decide(REQUEST)).isEqualTo("WARN look");

        rule("limit", says("DEFER later"));
        assertThat(decide(REQUEST)).isEqualTo("DEFER later");
        assertThat(log.lines).hasSize(5).last().asString().contains("rule=<limit>");
    }

    @Test
    void aRuleWithoutItsConditionIsNotAsked() {
        rules.add(new Rule(
                "other",
                Conditions.not(Conditions.ALWAYS),
                says("REJECT no"),
                Optional.empty(),
                OnUnavailable.DEFER,
                Mode.ENFORCE));

        assertThat(decide(REQUEST)).isEqualTo("DUNNO");
        assertThat(heard).isEmpty();
    }

    @Test
    void aRulesOwnActionTakesThePlaceOfTheChecks() {
        rules.add(new Rule(
                "mine",
                Conditions.ALWAYS,
                says("REJECT no"),
                Optional.of(parsed("HOLD {login}: {reason} ({rule})")),
                OnUnavailable.DEFER,
                Mode.ENFORCE));

        assertThat(decide(REQUEST)).isEqualTo("HOLD bob: a reason (mine)");
        assertThat(heard).containsExactly("mine hold enforce");
    }

    @Test
    void aRulesOwnActionIsNotForWhatNobodyCouldSay() {
        rules.add(new Rule(
                "mine",
                Conditions.ALWAYS,
                says(new Verdict.Unavailable("db is down")),
                Optional.of(parsed("REJECT never")),
                OnUnavailable.DEFER,
                Mode.ENFORCE));

        assertThat(decide(REQUEST)).startsWith("DEFER_IF_PERMIT 4.3.0 ").doesNotContain("db");
    }

    @Test
    void anObservedRuleIsCountedAndLoggedAndTheNextDecides() {
        rule("shadow", says("REJECT no"), OnUnavailable.DEFER, Mode.OBSERVE);
        rule("two", says("HOLD look"));

        assertThat(decide(REQUEST)).isEqualTo("HOLD look");
        assertThat(heard).containsExactly("shadow reject observe", "two hold enforce");
        assertThat(log.lines.get(0))
                .contains("rule=<shadow> mode=observe decision=reject")
                .contains("action=<REJECT no>");
    }

    @Test
    void anObservedRuleThatCannotSayDefersNothing() {
        rule("shadow", says(new Verdict.Unavailable("db is down")), OnUnavailable.DEFER, Mode.OBSERVE);

        assertThat(decide(REQUEST)).isEqualTo("DUNNO");
        assertThat(heard).containsExactly("shadow unavailable observe");
    }

    @Test
    void aCheckHearsWhetherItIsObserved() {
        List<Mode> modes = new ArrayList<>();
        Check check = (request, mode) -> {
            modes.add(mode);
            return Verdict.PASSED;
        };
        rule("one", check, OnUnavailable.DEFER, Mode.OBSERVE);
        rule("two", check, OnUnavailable.DEFER, Mode.ENFORCE);
        decide(REQUEST);

        assertThat(modes).containsExactly(Mode.OBSERVE, Mode.ENFORCE);
    }

    @Test
    void takesBackWhatWasCountedIfTheMailIsRefused() {
        rule("one", counts("one"));
        rule("shadow", counts("shadow"), OnUnavailable.DEFER, Mode.OBSERVE);
        rule("two", counts("two"));
        rule("no", says("550 5.7.1 no"));

        assertThat(decide(REQUEST)).isEqualTo("550 5.7.1 no");
        assertThat(done).containsExactly("gave back two", "gave back shadow", "gave back one");
    }

    @Test
    void takesBackWhatWasCountedIfTheMailMustComeAgain() {
        rule("one", counts("one"));
        rule("down", says(new Verdict.Unavailable("db is down")));

        decide(REQUEST);
        assertThat(done).containsExactly("gave back one");
    }

    @Test
    void keepsWhatWasCountedIfTheMailIsAccepted() {
        rule("one", counts("one"));
        rule("shadow", says("REJECT no"), OnUnavailable.DEFER, Mode.OBSERVE);
        rule("down", says(new Verdict.Unavailable("db is down")), OnUnavailable.DUNNO, Mode.ENFORCE);
        rule("hold", says("HOLD look"));

        assertThat(decide(REQUEST)).isEqualTo("HOLD look");
        assertThat(done).isEmpty();
    }

    @Test
    void takesBackTheOthersIfOneCannotBe() {
        rule("one", counts("one"));
        rule("bad", says(new Verdict.Pass(() -> {
            throw new IllegalStateException("disk full");
        })));
        rule("two", counts("two"));
        rule("no", says("REJECT no"));

        assertThat(decide(REQUEST)).isEqualTo("REJECT no");
        assertThat(done).containsExactly("gave back two", "gave back one");
        assertThat(log.lines).anyMatch(line -> line.startsWith("WARNING") && line.contains("disk full"));
    }

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

    @Test
    void logsEachDecisionInOneForm() {
        rule("own addresses only", says("REJECT 5.7.1 not yours"));
        decide(REQUEST);

        assertThat(log.lines)
                .containsExactly(
                        "INFO policy: rule=<own addresses only> mode=enforce decision=reject stage=RCPT login=<bob>"
                                + " sender=<alice@example.org> recipient=<x@example.net> client=192.0.2.1 queue_id=4ABC"
                                + " instance=<6fcf.1.2.0> action=<REJECT 5.7.1 not yours> reason=<a reason>");
    }

    @Test
    void nobodyCanForgeALogLineOrAField() {
        rule("r", says("REJECT no"));
        decide(TypedRequest.at(
                Stage.OTHER,
                "sender",
                "a> recipient=<x\nINFO policy: \u202e\\",
                "client_address",
                "unknown",
                "sasl_username",
                "l".repeat(300)));

        assertThat(log.lines).singleElement().asString().satisfies(line -> {
            assertThat(line)
                    .contains(" stage=- login=<" + "l".repeat(255) + "...> ")
                    .contains(
                            " sender=<a\\u003e\\u0020recipient\\u003d\\u003cx\\u000aINFO\\u0020policy:\\u0020\\u202e\\u005c> ")
                    .contains(" client=- queue_id=- ");
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        });
    }
}
