package io.github.guichet.lookup.counter;

import java.time.Instant;

/** What is known of a mark. */
public sealed interface MarkAnswer {

    /**
     * It is known.
     *
     * @param first when it was seen first
     * @param last when it was seen last
     * @param count how often, this time included
     */
    record Known(Instant first, Instant last, long count) implements MarkAnswer {}

    /** It is not known, or no longer. */
    record Unknown() implements MarkAnswer {}

    /**
     * The store did not answer.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements MarkAnswer {}
}
