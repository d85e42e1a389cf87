package io.github.guichet.doctor;

/** An examination cannot look at what it is about. */
public final class CannotLookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean absent;

    private CannotLookException(String message, boolean absent) {
        super(message);
        this.absent = absent;
    }

    /** It is there, but cannot be seen: nobody knows. */
    static CannotLookException hidden(String message) {
        return new CannotLookException(message, false);
    }

    /** It is not on this host, which may be right. */
    static CannotLookException absent(String message) {
        return new CannotLookException(message, true);
    }

    /** Whether it is simply not there. */
    boolean isAbsent() {
        return absent;
    }
}
