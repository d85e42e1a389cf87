package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FilterSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleTrialTest extends RuleFixture {

    @Test
    void everyRuleIsHeardOfAndNothingIsCountedOrLogged() {
        rule("tagging", Mode.TAG, objects());
        rule(
                "not for this",
                Conditions.not(Conditions.ALWAYS),
                Set.of(),
                Mode.TAG,
                OnUnavailable.CONTINUE,
                check(message -> Verdict.PASSED));
        rule("broken", Mode.TAG, OnUnavailable.CONTINUE, check(message -> {
            throw new IllegalStateException("oops");
        }));
        rule("rejecting", Mode.REJECT, objects());
        List<String> told = new ArrayList<>();

        EndOfMessage said = trial(told).endOfMessage().join();

        assertThat(said).isEqualTo(new EndOfMessage(List.of(), REFUSAL));
        assertThat(told)
                .containsExactly(
                        "tagging: object, tag (not an owner) of bob@example.org",
                        "not for this: skipped",
                        "broken: oops",
                        "broken: unavailable, none (a defect in the check) of bob@example.org",
                        "rejecting: object, 550 5.7.1 not yours (not an owner) of bob@example.org");
        assertThat(heard).isEmpty();
        assertThat(log.lines).isEmpty();
    }

    private FilterSession trial(List<String> told) {
        FilterSession session = new RuleTrial(rules, limits, deadline).open(new RuleListener() {
            @Override
            public void skipped(Rule rule) {
                told.add(rule.name() + ": skipped");
            }

            @Override
            public void decided(Rule rule, MailMessage message, Outcome outcome) {
                told.add(rule.name() + ": " + outcome.decision() + ", " + outcome.action() + " (" + outcome.reason()
                        + ") of " + message.sender());
            }

            @Override
            public void failed(Rule rule, MailMessage message, Throwable defect) {
                told.add(rule.name() + ": " + defect.getMessage());
            }

            @Override
            public void impossible(Rule rule, MailMessage message, String what) {
                told.add(rule.name() + ": " + what);
            }
        });
        session.mail("bob@example.org", List.of());
        return session;
    }

    @Test
    void anMtaThatDoesEverythingIsAssumed() {
        rule("holding", Mode.QUARANTINE, objects());

        assertThat(trial(new ArrayList<>()).endOfMessage().join().changes()).hasSize(1);
    }
}
