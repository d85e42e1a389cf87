package io.github.guichet.policyd.notice;

/** A notice was not taken. The message says why, and holds no secret. */
final class NoticeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean again;

    /**
     * A failure.
     *
     * @param again whether it may be different next time
     */
    NoticeException(String message, boolean again) {
        super(message);
        this.again = again;
    }

    boolean again() {
        return again;
    }
}
