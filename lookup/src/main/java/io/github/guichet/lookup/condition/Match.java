package io.github.guichet.lookup.condition;

/** What a condition says. */
public sealed interface Match {

    /** It holds. */
    Match YES = new Yes();

    /** It does not. */
    Match NO = new No();

    /** It holds. */
    record Yes() implements Match {}

    /** It does not hold. */
    record No() implements Match {}

    /**
     * A map that it asks could not say; the rule's {@code on-unavailable} decides.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements Match {}
}
