package io.github.guichet.lookup.template;

/** A template that is not one. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * A mistake at a place.
     *
     * @param offset where in the template, in characters from 0
     * @param message what is wrong and what is allowed
     */
    public TemplateException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Where in the template, in characters from 0. */
    public int offset() {
        return offset;
    }
}
