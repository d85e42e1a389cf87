package io.github.guichet.server;

/** Nobody answers on the admin socket. The message names it; the command line ends with status 69. */
public final class NotRunningException extends Exception {

    NotRunningException(String message) {
        super(message);
    }

    NotRunningException(String message, Throwable cause) {
        super(message, cause);
    }
}
