package io.github.guichet.lookup.template;

/** A list of domain patterns that cannot be used. */
public final class DomainFilterException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A mistake.
     *
     * @param message what is wrong and what is allowed
     */
    public DomainFilterException(String message) {
        super(message);
    }
}
