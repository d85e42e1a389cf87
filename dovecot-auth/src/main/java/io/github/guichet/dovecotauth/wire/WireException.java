package io.github.guichet.dovecotauth.wire;

/** A peer said what the protocol does not allow; its connection is closed, because nobody knows what it means. */
public final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a sentence for the log, without the peer's own bytes. */
    public WireException(String message) {
        super(message, null, false, false);
    }
}
