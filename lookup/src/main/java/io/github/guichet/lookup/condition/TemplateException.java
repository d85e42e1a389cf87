package io.github.guichet.lookup.condition;

/** A text whose placeholders cannot be read. The message says what is wrong and what is allowed. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    TemplateException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Where in the text, counted in UTF-16 units from 0. */
    public int offset() {
        return offset;
    }
}
