package io.github.guichet.status;

import java.util.OptionalDouble;

/**
 * How long something took, in seconds; nothing when it did not happen.
 *
 * @param median half of all were quicker
 * @param p95 of 20, 19 were quicker
 */
record Latency(OptionalDouble median, OptionalDouble p95) {

    static final Latency NONE = of(Distribution.EMPTY);

    static Latency of(Distribution times) {
        return new Latency(times.quantile(0.5), times.quantile(0.95));
    }
}
