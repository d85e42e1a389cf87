package io.github.guichet.milter.rule;

import java.util.Locale;

/** What a rule came to. The label {@code decision} of the metrics; what was done then is in the rule's mode. */
public enum Decision {
    /** Nothing to say. */
    PASS,
    /** The message is not as it should be. */
    OBJECT,
    /** It was not, and was repaired. */
    REPAIR,
    /** The message was changed. */
    CHANGE,
    /** A source did not answer. */
    UNAVAILABLE;

    /** As in metrics and logs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
