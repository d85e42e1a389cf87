package io.github.guichet.milter.rule;

import java.util.Locale;

/** What a rule does when a source that it asks does not answer. */
public enum OnUnavailable {
    /** The message is to come again later. */
    TEMPFAIL,
    /** The next rule decides. */
    CONTINUE;

    /** As in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
