package io.github.guichet.policyd.rule;

import java.util.Locale;

/** The kinds of actions of access(5), and what a rule may come to. The label {@code decision} of the metrics. */
public enum Decision {
    /** No opinion: DUNNO, INFO, WARN and the like. */
    DUNNO(false),
    /** OK, RELAY. */
    PERMIT(false),
    /** REJECT, 5NN. */
    REJECT(true),
    /** DEFER, DEFER_IF_PERMIT, 4NN. */
    DEFER(true),
    /** HOLD: the mail is accepted and waits. */
    HOLD(false),
    /** DISCARD: the mail is accepted and thrown away. */
    DISCARD(false),
    /** FILTER, REDIRECT, BCC, PREPEND. */
    CHANGE(false),
    /** A restriction class or a list of restrictions; DEFER_IF_REJECT, which refuses nothing by itself. */
    OTHER(false),
    /** A source did not answer; what is done then is in the rule. */
    UNAVAILABLE(false);

    private final boolean refuses;

    Decision(boolean refuses) {
        this.refuses = refuses;
    }

    /** Whether the mail is not accepted. */
    public boolean refuses() {
        return refuses;
    }

    /** As a metric's label. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
