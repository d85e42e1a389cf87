package io.github.guichet.dovecotauth.scheme;

/** What is stored is no hash of its scheme, or one over a limit. The message names no secret. */
final class UnusableHashException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    UnusableHashException(String message) {
        super(message);
        this.reason = message;
    }

    /** The message, which is always there. */
    String reason() {
        return reason;
    }
}
