package io.github.guichet.policyd.rule;

import java.util.Locale;

/** What a rule does when a source that it asks does not answer. */
public enum OnUnavailable {
    /** The mail is to come again later. */
    DEFER,
    /** The next rule decides. */
    DUNNO;

    private static final String TEXT = "4.3.0 Service temporarily unavailable, try again later";
    private static final Action IF_PERMIT = new Action(Decision.DEFER, "DEFER_IF_PERMIT " + TEXT);
    private static final Action AT_ONCE = new Action(Decision.DEFER, "451 " + TEXT);

    /**
     * What Postfix is told.
     *
     * <p>{@code DEFER_IF_PERMIT} lets the restrictions that follow refuse the mail for good, which saves the sender from trying again
     * in vain. Postfix keeps the flag until the recipient, or the message, is decided (smtpd_check.c), so it serves at all stages; but
     * at the end of a message the restrictions that follow are services that count, and they must not count a mail that will not be
     * accepted: there a plain 451 ends the list.
     */
    public Action action(Stage stage) {
        if (this == DUNNO) {
            return Action.DUNNO;
        }
        return stage == Stage.END_OF_MESSAGE ? AT_ONCE : IF_PERMIT;
    }

    /** As in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
