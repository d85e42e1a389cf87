package io.github.guichet.command;

import io.github.guichet.policyd.rule.ActionTemplate;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.OnUnavailable;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code [[policy.rule]]}. */
final class PolicyRulesReader {

    private static final int LONGEST_NAME = 64;
    private static final String KEY = "rule";

    private final PolicyCheckReader checks;
    private final ConditionReader conditions;

    PolicyRulesReader(PolicyCheckReader checks, ConditionReader conditions) {
        this.checks = checks;
        this.conditions = conditions;
    }

    /** The rules that are right, in order. */
    List<PolicyRuleConfig> read(ConfigSection policy) {
        List<PolicyRuleConfig> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object element : policy.elements(KEY)) {
            if (element instanceof ConfigSection section) {
                Optional<String> name = name(section, names);
                Optional<PolicyRuleConfig> rule = rule(section, name.orElse(""));
                rule.filter(r -> name.isPresent()).ifPresent(rules::add);
            } else {
                policy.problem((ConfigText) element, 0, "must be a table, [[policy.rule]]");
            }
        }
        if (!policy.has(KEY) || policy.isEmptyList(KEY)) {
            policy.missing(KEY, "is missing: at least one [[policy.rule]]; without rules every answer is DUNNO");
        }
        return rules;
    }

    private static Optional<String> name(ConfigSection section, Set<String> names) {
        if (!section.has("name")) {
            section.missing("name", "is missing: what the rule is called in logs and metrics");
        }
        Optional<String> name = section.string("name");
        name.ifPresent(n -> {
            boolean printable =
                    n.codePoints().noneMatch(c -> Character.isISOControl(c) || !Character.isValidCodePoint(c));
            if (n.isBlank() || !n.equals(n.strip()) || n.length() > LONGEST_NAME || !printable) {
                section.problem(
                        "name",
                        "must be 1 to " + LONGEST_NAME + " printable characters, without a space at either end");
            } else if (n.equals(LockoutDesk.RULE)) {
                section.problem("name", "is what refusals of locked accounts are called; choose another one");
            } else if (!names.add(n)) {
                section.problem("name", "is the name of a rule above: each needs its own");
            }
        });
        return name;
    }

    private Optional<PolicyRuleConfig> rule(ConfigSection section, String name) {
        Optional<PolicyCheck> check = checks.read(section, name);
        Mode mode = section.choice("mode", RateKeysReader.words(Mode.values())).orElse(Mode.ENFORCE);
        OnUnavailable unavailable = section.choice("on-unavailable", RateKeysReader.words(OnUnavailable.values()))
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
