package io.github.guichet.status;

import java.util.OptionalDouble;

/**
 * What came of the questions to a map in some time.
 *
 * @param found answers that found something
 * @param notFound answers that there is nothing
 * @param unavailable no answers
 * @param cache served from the cache
 * @param stale served from the cache although they were expired, because the source was unavailable
 * @param latency from question to answer
 */
record Lookups(long found, long notFound, long unavailable, long cache, long stale, Latency latency) {

    static final Lookups NONE = new Lookups(0, 0, 0, 0, 0, Latency.NONE);

    /** How many questions there were. */
    long all() {
        return found + notFound + unavailable;
    }

    /** The part of the questions that the cache answered; nothing when there were none. */
    OptionalDouble hitRatio() {
        return all() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cache / all());
    }
}
