package io.github.guichet.dovecotauth.oauth;

/** The keys cannot be read or fetched, so nothing can be said about a token. */
final class KeysUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** With a sentence for the log. */
    KeysUnavailableException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
