package io.github.guichet.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for the outside world: polls, with a bound so generous that only something broken reaches it. */
public final class Waiting {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Waiting() {}

    /**
     * Returns when {@code condition} is true. An exception of the condition counts as "not yet" and is reported in the end.
     *
     * @throws AssertionError naming {@code what}, after a minute
     */
    public static void until(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        AssertionError failure = new AssertionError("waited " + BOUND.toSeconds() + " s in vain: " + what);
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
                pause();
            } catch (AssertionError e) {
                throw e;
            } catch (Exception e) {
                failure = new AssertionError("waited in vain: " + what, e);
                pause();
            }
        }
        throw failure;
    }

    /** A short breath between two looks. */
    public static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
