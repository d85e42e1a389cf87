package io.github.guichet.milter.rule;

/** Hears what each rule says of one message. Called on event loops: must not block, and must not throw. */
public interface RuleListener {

    /**
     * What a rule came to, and what follows.
     *
     * @param decision as in metrics
     * @param refuses whether the message is not accepted because of it
     * @param action for people: {@code none}, {@code tag}, {@code quarantine}, {@code change}, {@code change and tag}, or the reply
     *     that the MTA gets; with mode observe {@code would change}, {@code would repair}, or {@code would refuse:} and the reply of mode reject
     * @param reason for people; empty if the rule had nothing to say
     */
    record Outcome(Decision decision, boolean refuses, String action, String reason) {

        static Outcome goesOn(Decision decision, String action, String reason) {
            return new Outcome(decision, false, action, reason);
        }
    }

    /** The rule's condition does not hold. */
    void skipped(Rule rule);

    /** The rule looked at the message, or nobody could say whether its condition holds. */
    void decided(Rule rule, MailMessage message, Outcome outcome);

    /** A check or condition met a defect; {@link #decided} follows. */
    void failed(Rule rule, MailMessage message, Throwable defect);

    /**
     * Something that the rule wants cannot be done, because this MTA lets nobody do it; {@link #decided} follows.
     *
     * @param what for people
     */
    void impossible(Rule rule, MailMessage message, String what);
}
