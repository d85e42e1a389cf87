package io.github.guichet.lookup.counter;

import java.time.Instant;
import java.util.List;

/**
 * Other limits for one subject, for a while.
 *
 * @param key whose
 * @param limits in place of all others; empty = none at all
 * @param until when they end
 */
public record Raise(CounterKey key, List<Limit> limits, Instant until) {
    public Raise {
        limits = List.copyOf(limits);
    }
}
