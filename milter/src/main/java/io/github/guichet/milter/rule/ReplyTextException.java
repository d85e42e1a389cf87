package io.github.guichet.milter.rule;

/** A reply that an MTA would not pass on, or would pass on otherwise. The message says what is wrong and what is allowed. */
public final class ReplyTextException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    ReplyTextException(int offset, String message) {
        super(message + (offset > 0 ? " (at character " + (offset + 1) + ")" : ""));
        this.offset = offset;
    }

    /** Where in the text, counted in UTF-16 units from 0. */
    public int offset() {
        return offset;
    }
}
