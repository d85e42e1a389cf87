package io.github.guichet.server;

/** An address cannot be listened on. The message names it and says what to do; the command line ends with status 69. */
public final class ListenException extends Exception {

    ListenException(String message) {
        super(message);
    }

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
