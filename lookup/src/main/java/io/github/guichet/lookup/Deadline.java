package io.github.guichet.lookup;

import java.time.Duration;

/**
 * The moment by which a question must be answered.
 *
 * @param nanoTime that moment on the clock of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** A deadline some time from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** What is left in whole milliseconds, at least 1, as drivers take it: to them 0 means "for ever". */
    public int leftMillis() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left().toMillis()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
