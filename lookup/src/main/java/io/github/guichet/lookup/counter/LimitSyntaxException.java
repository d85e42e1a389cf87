package io.github.guichet.lookup.counter;

/** A text that is no list of limits. */
public final class LimitSyntaxException extends Exception {

    private static final long serialVersionUID = 1;

    private final int offset;

    LimitSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Where in the text, in characters from 0. */
    public int offset() {
        return offset;
    }
}
