package io.github.guichet.command;

import io.github.guichet.policyd.rule.ActionTemplate;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.OnUnavailable;
import java.util.List;
import java.util.Optional;

/**
 * One rule, {@code [[policy.rule]]}.
 *
 * @param name for logs, metrics and counters
 * @param check what it looks at
 * @param mode whether its decisions are answered
 * @param onUnavailable what is done while a source does not answer
 * @param action instead of the check's own; needed without a check
 * @param when all of these must hold
 * @param unless none of these may hold
 */
public record PolicyRuleConfig(
        String name,
        PolicyCheck check,
        Mode mode,
        OnUnavailable onUnavailable,
        Optional<ActionTemplate> action,
        List<ConditionConfig> when,
        List<ConditionConfig> unless) {

    /** Keeps copies. */
    public PolicyRuleConfig {
        when = List.copyOf(when);
        unless = List.copyOf(unless);
    }
}
