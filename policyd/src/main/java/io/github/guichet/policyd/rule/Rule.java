package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.Condition;
import java.util.Optional;

/**
 * A rule, key {@code [[policy.rule]]}.
 *
 * @param name key {@code name}: for logs and metrics
 * @param condition keys {@code when} and {@code unless}: only if it holds the check looks
 * @param check key {@code check}; one that always decides if there is none
 * @param action key {@code action}: what Postfix is told instead of what the check proposes, whenever the check decides
 * @param onUnavailable key {@code on-unavailable}
 * @param mode key {@code mode}
 */
public record Rule(
        String name,
        Condition condition,
        Check check,
        Optional<ActionTemplate> action,
        OnUnavailable onUnavailable,
        Mode mode) {}
