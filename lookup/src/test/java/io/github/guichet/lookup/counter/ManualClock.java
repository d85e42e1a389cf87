package io.github.guichet.lookup.counter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when a test says so. */
public final class ManualClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00.123Z");

    /** Lets time pass; a negative time sets the clock back. */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
