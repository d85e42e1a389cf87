package io.github.guichet.server;

/** The running process was asked and refused. The message is a sentence for the user. */
public final class AdminException extends Exception {

    /** A refusal with its reason. */
    public AdminException(String message) {
        super(message);
    }
}
