package io.github.guichet.command;

import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.OnUnavailable;
import io.github.guichet.milter.rule.ReplyText;
import java.util.List;
import java.util.Optional;

/**
 * One rule, {@code [[milter.rule]]}.
 *
 * @param name for logs and metrics
 * @param check what it looks at, or changes
 * @param mode what is done with what it objects to
 * @param onUnavailable what is done while a source does not answer
 * @param text what the sender of a refused message is told, instead of the check's own
 * @param tagField the field that a message gets in mode tag
 * @param when all of these must hold
 * @param unless none of these may hold
 */
public record MilterRuleConfig(
        String name,
        MilterCheck check,
        Mode mode,
        OnUnavailable onUnavailable,
        Optional<ReplyText> text,
        String tagField,
        List<ConditionConfig> when,
        List<ConditionConfig> unless) {

    /** Keeps copies. */
    public MilterRuleConfig {
        when = List.copyOf(when);
        unless = List.copyOf(unless);
    }
}
