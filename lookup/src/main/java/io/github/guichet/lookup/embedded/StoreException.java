package io.github.guichet.lookup.embedded;

/** Something that the store was asked to do and did not. Nothing was changed. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Kind {
        /** What was given is no address, no domain, no number that the store takes. */
        INVALID,
        /** What it is about does not exist. */
        MISSING,
        /** It exists already, otherwise than asked for; or others still need it. */
        CONFLICT,
        /** The file cannot be opened, read or written, or is no store of this version. */
        FAILED
    }

    private final Kind kind;

    StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static StoreException invalid(String message) {
        return new StoreException(Kind.INVALID, message);
    }

    static StoreException missing(String message) {
        return new StoreException(Kind.MISSING, message);
    }

    static StoreException conflict(String message) {
        return new StoreException(Kind.CONFLICT, message);
    }

    /** Why not. */
    public Kind kind() {
        return kind;
    }
}
