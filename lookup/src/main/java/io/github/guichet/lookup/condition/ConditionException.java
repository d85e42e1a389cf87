package io.github.guichet.lookup.condition;

/** A condition that cannot be. The message says what is wrong and what is allowed, to stand behind the key of the configuration. */
public final class ConditionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public ConditionException(String message) {
        super(message);
    }
}
