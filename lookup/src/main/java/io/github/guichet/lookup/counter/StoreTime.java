package io.github.guichet.lookup.counter;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that is never set back: when the machine's is, this one goes on from where it was, so that what was counted neither stays
 * for as long as the clock was wrong, nor is forgotten. A clock that is set forward is believed: it cannot be told from a machine
 * that slept. Safe for use by many threads.
 */
final class StoreTime {

    /** Less than this is how clocks are corrected day by day: time stands still for as long. */
    private static final long JUMP_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreTime.class);

    private final InstantSource clock;
    private final AtomicLong latest;
    private volatile long ahead;

    StoreTime(InstantSource clock) {
        this.clock = clock;
        this.latest = new AtomicLong(clock.millis());
    }

    /** Milliseconds, since 1970 as long as the machine's clock was not set back. */
    long now() {
        long at = clock.millis() + ahead;
        long known = latest.get();
        if (at == known) {
            return at;
        }
        if (at > known) {
            latest.accumulateAndGet(at, Math::max);
            return at;
        }
        return known - at <= JUMP_MILLIS ? known : setBack();
    }

    private synchronized long setBack() {
        long known = latest.get();
        long back = known - (clock.millis() + ahead);
        if (back > JUMP_MILLIS) {
            ahead += back;
            LOG.warn("the clock was set back by {} s; counters go on from where they were", back / 1000);
        }
        return known;
    }

    /** By how many milliseconds this is ahead of the machine's clock. */
    long ahead() {
        return ahead;
    }
}
