package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.condition.Match;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.Verdict;
import java.util.Optional;

/**
 * What one rule says of a request.
 *
 * @param rule which
 * @param said whether it is for this request, and what came of it
 * @param action what Postfix would be told, if the rule decides or cannot
 * @param reason why; empty if there is nothing to say
 */
record RuleTrial(Rule rule, Said said, Optional<Action> action, String reason) {

    /** What came of asking it. */
    enum Said {
        /** Its condition does not hold. */
        SKIPS("is not for this request"),
        /** Its check has no objection. */
        PASSES("has no objection"),
        /** It decides. */
        DECIDES("decides"),
        /** Nobody could say. */
        UNAVAILABLE("could not say");

        private final String words;

        Said(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }

    /** Asks a rule, by its own condition and check. Blocks for as long as they ask somebody. */
    static RuleTrial of(Rule rule, PolicyRequest request) {
        Match match = rule.condition().matches(request).join();
        if (match instanceof Match.No) {
            return new RuleTrial(rule, Said.SKIPS, Optional.empty(), "");
        }
        if (match instanceof Match.Unavailable unavailable) {
            return unavailable(rule, request, unavailable.reason());
        }
        Verdict verdict = rule.check().check(request, rule.mode()).join();
        if (verdict instanceof Verdict.Pass) {
            return new RuleTrial(rule, Said.PASSES, Optional.empty(), "");
        }
        if (verdict instanceof Verdict.Unavailable unavailable) {
            return unavailable(rule, request, unavailable.reason());
        }
        Verdict.Decide decide = (Verdict.Decide) verdict;
        Action action = rule.action()
                .map(template -> template.fill(request, rule.name(), decide.reason()))
                .orElse(decide.action());
        return new RuleTrial(rule, Said.DECIDES, Optional.of(action), decide.reason());
    }

    private static RuleTrial unavailable(Rule rule, PolicyRequest request, String reason) {
        Action action = rule.onUnavailable().action(request.stage());
        return new RuleTrial(rule, Said.UNAVAILABLE, Optional.of(action), reason);
    }

    /** As a line for people. */
    String text() {
        StringBuilder line = new StringBuilder(rule.name());
        line.append(rule.mode() == Mode.OBSERVE ? " (observed only): " : ": ").append(said.words());
        action.ifPresent(a -> line.append(": ").append(a.text()));
        if (!reason.isEmpty()) {
            line.append(" (").append(Printable.clipped(reason)).append(')');
        }
        return line.toString();
    }
}
