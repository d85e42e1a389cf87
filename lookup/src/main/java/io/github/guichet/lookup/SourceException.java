package io.github.guichet.lookup;

/** A question to a source that got no answer. Ends as {@link Answer.Unavailable}, always. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SourceFailure failure;

    /**
     * A failure.
     *
     * @param failure which kind; {@link SourceFailure#CONNECT} makes the source be looked at more closely
     * @param message what happened, for the log and for the peer: names hosts and certificates, never a secret
     */
    public SourceException(SourceFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /** A failure with its cause. */
    public SourceException(SourceFailure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** Which kind of failure. */
    public SourceFailure failure() {
        return failure;
    }
}
