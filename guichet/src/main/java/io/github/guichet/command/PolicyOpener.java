package io.github.guichet.command;

import io.github.guichet.policyd.rule.Rule;
import java.util.List;

/** Turns the rules of a configuration into rules that can be asked. For one thread. */
final class PolicyOpener {

    private final CheckOpener checks;
    private final ConditionOpener conditions;

    PolicyOpener(CheckOpener checks, ConditionOpener conditions) {
        this.checks = checks;
        this.conditions = conditions;
    }

    /** All rules, in order. */
    List<Rule> rules(List<PolicyRuleConfig> configs) {
        return configs.stream().map(this::rule).toList();
    }

    private Rule rule(PolicyRuleConfig config) {
        return new Rule(
                config.name(),
                conditions.open(config.when(), config.unless()),
                checks.open(config.name(), config.check()),
                config.action(),
                config.onUnavailable(),
                config.mode());
    }
}
