package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleChainTest extends RuleChainFixture {

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
