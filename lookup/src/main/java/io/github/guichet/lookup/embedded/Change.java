package io.github.guichet.lookup.embedded;

/** What a change came to. */
public enum Change {
    /** The store is now as asked. */
    DONE,
    /** It was so before. */
    UNCHANGED;

    public static Change of(boolean changed) {
        return changed ? DONE : UNCHANGED;
    }
}
