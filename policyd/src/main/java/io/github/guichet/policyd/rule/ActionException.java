package io.github.guichet.policyd.rule;

/** An action that Postfix would not understand, or would understand otherwise. The message says what is wrong and what is allowed. */
public final class ActionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    ActionException(int offset, String message) {
        super(message + (offset > 0 ? " (at character " + (offset + 1) + ")" : ""));
        this.offset = offset;
    }

    /** Where in the action, counted in UTF-16 units from 0. */
    public int offset() {
        return offset;
    }
}
