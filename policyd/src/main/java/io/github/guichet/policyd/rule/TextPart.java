package io.github.guichet.policyd.rule;

/** A piece of the text of an action. */
sealed interface TextPart {

    /** Text as it is. */
    record Literal(String text) implements TextPart {}

    /** The value of an attribute of the request. */
    record Attribute(String name) implements TextPart {}

    /** The name of the rule. */
    record RuleName() implements TextPart {}

    /** Why the check decided. */
    record Reason() implements TextPart {}
}
