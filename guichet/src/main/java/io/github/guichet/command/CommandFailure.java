package io.github.guichet.command;

/** Ends a command with a sentence on stderr and an exit status. */
public final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A failure.
     *
     * @param status one of {@link ExitStatus}
     * @param message what went wrong and what to do about it
     */
    public CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The exit status. */
    public int status() {
        return status;
    }
}
