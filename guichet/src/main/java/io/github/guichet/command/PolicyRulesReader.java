package io.github.guichet.command;

import io.github.guichet.policyd.rule.ActionTemplate;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.OnUnavailable;
import io.github.guichet.server.ConfigSection;
import java.util.List;
import java.util.Optional;

/** Reads {@code [[policy.rule]]}. */
final class PolicyRulesReader {

    private final PolicyCheckReader checks;
    private final ConditionReader conditions;

    PolicyRulesReader(PolicyCheckReader checks, ConditionReader conditions) {
        this.checks = checks;
        this.conditions = conditions;
    }

    /** The rules that are right, in order. */
    List<PolicyRuleConfig> read(ConfigSection policy) {
        return RuleTables.read(policy, "every answer is DUNNO", this::rule);
    }

    private Optional<PolicyRuleConfig> rule(ConfigSection section, String name) {
        if (name.equals(LockoutDesk.RULE)) {
            section.problem("name", "is what refusals of locked accounts are called; choose another one");
        }
        Optional<PolicyCheck> check = checks.read(section, name);
        Mode mode = section.choice("mode", ChoiceWords.of(Mode.values())).orElse(Mode.ENFORCE);
        OnUnavailable unavailable = section.choice("on-unavailable", ChoiceWords.of(OnUnavailable.values()))
                .orElse(OnUnavailable.DEFER);
        Optional<ActionTemplate> action =
                section.text("action").flatMap(text -> PolicyCheckReader.action(section, text));
        List<ConditionConfig> when = conditions.read(section, "when");
        List<ConditionConfig> unless = conditions.read(section, "unless");
        if (check.filter(PolicyCheck.None.class::isInstance).isPresent() && !section.has("action")) {
            section.missing("check", "is missing, and so is action: the rule would do nothing");
        }
        if (section.has("action") && section.has("over")) {
            section.problem("over", "has no effect beside action, which takes its place");
        }
        return check.map(c -> new PolicyRuleConfig(name, c, mode, unavailable, action, when, unless));
    }
}
