package io.github.guichet.dovecotauth.scheme;

/** A password cannot be hashed as asked for. The message says why and holds no secret. */
public final class SchemeException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    SchemeException(String message) {
        super(message);
        this.reason = message;
    }

    /** The message, which is always there. */
    public String reason() {
        return reason;
    }
}
