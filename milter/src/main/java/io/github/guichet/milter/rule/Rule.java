package io.github.guichet.milter.rule;

import io.github.guichet.lookup.condition.Condition;
import java.util.Optional;
import java.util.Set;

/**
 * A rule, key {@code [[milter.rule]]}.
 *
 * @param name key {@code name}: for logs, metrics and tags
 * @param condition keys {@code when} and {@code unless}: only if it holds the check looks. One that asks of {@code recipient} holds if
 *     all of it holds for at least one recipient
 * @param conditionFacts the facts that the condition asks of; each one of {@link MessageFact#names()}
 * @param check key {@code check}
 * @param mode key {@code mode}: {@link Mode#CHANGE} for a check that changes, another for one that objects; {@link Mode#OBSERVE} for
 *     both
 * @param onUnavailable key {@code on-unavailable}
 * @param text key {@code text}: what the sender of a refused message is told instead of what the check says
 * @param tagField key {@code tag-field}: the field that {@link Mode#TAG} adds
 */
public record Rule(
        String name,
        Condition condition,
        Set<String> conditionFacts,
        Check check,
        Mode mode,
        OnUnavailable onUnavailable,
        Optional<ReplyText> text,
        String tagField) {

    /** The field that is added if nothing else is said. */
    public static final String TAG_FIELD = "X-Guichet-Warning";

    /** Keeps a copy. */
    public Rule {
        conditionFacts = Set.copyOf(conditionFacts);
    }
}
