package io.github.guichet.lookup.condition;

/** A piece of a text with placeholders. */
sealed interface TextPart {

    /** Text as it is. */
    record Literal(String text) implements TextPart {}

    /** The value of a fact. */
    record Fact(String name) implements TextPart {}

    /** The name of the rule. */
    record RuleName() implements TextPart {}

    /** Why the check decided. */
    record Reason() implements TextPart {}
}
