package io.github.guichet.lookup;

/** Where an answer came from, from the best to the worst. */
public enum Served {
    /** A cached answer within its time to live, or a table that lives in memory. */
    CACHE,
    /** The source was asked. */
    SOURCE,
    /** An expired answer, because the source is unavailable. */
    STALE
}
