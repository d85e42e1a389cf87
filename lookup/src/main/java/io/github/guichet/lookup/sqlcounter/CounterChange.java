package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.Limit;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One thing to be done to the row of a key, and who waits for it. */
sealed interface CounterChange {

    /** Its result. */
    CompletableFuture<CountAnswer> answer();

    /** Counts, if all limits allow it. */
    record Take(long amount, List<Limit> limits, CompletableFuture<CountAnswer> answer) implements CounterChange {}

    /** Says what {@link Take} would. */
    record Look(long amount, List<Limit> limits, CompletableFuture<CountAnswer> answer) implements CounterChange {}

    /** Takes back what was counted. */
    record GiveBack(long amount, Instant at, CompletableFuture<CountAnswer> answer) implements CounterChange {}
}
