package io.github.guichet.milter.rule;

import java.util.Locale;

/** What is done with a message that a rule objects to. */
public enum Mode {
    /** It is counted and logged. */
    OBSERVE,
    /** It gets a field that says so. */
    TAG,
    /** It is accepted and held. */
    QUARANTINE,
    /** It is refused. */
    REJECT,
    /** What the rule changes is changed, and what it cannot change as it should is refused. */
    CHANGE;

    /** As in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
