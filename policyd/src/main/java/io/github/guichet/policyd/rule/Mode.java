package io.github.guichet.policyd.rule;

import java.util.Locale;

/** What becomes of a rule's decisions. */
public enum Mode {
    /** They are answered. */
    ENFORCE,
    /** They are counted and logged; the next rule is asked as if this one had said DUNNO. */
    OBSERVE;

    /** As in the configuration and in metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
