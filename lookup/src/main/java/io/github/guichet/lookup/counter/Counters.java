package io.github.guichet.lookup.counter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Counters with sliding windows. In no stretch of a limit's length is ever more counted than the limit, whoever asks at the same
 * time, on this host or on others that share the store; so a count may leave a window a sixtieth of its length late, never early.
 *
 * <p>Safe for use by many threads. Futures never complete later than the deadline of the source behind. Those for mail never complete
 * exceptionally; those for an administrator ({@link #show}, {@link #reset}, {@link #raise}) do with {@link CounterStoreException} if
 * the store does not answer, because then nobody knows whether there is anything.
 */
public interface Counters {

    /**
     * Counts, if all limits allow it: one decision, which nothing can come between.
     *
     * @param amount 1 or more
     * @param limits the windows may differ from those of the last time; what their length knew of is used as far as it goes. Empty =
     *     nothing is counted
     */
    CompletableFuture<CountAnswer> take(CounterKey key, long amount, List<Limit> limits);

    /** What {@link #take} would say; counts nothing. */
    CompletableFuture<CountAnswer> look(CounterKey key, long amount, List<Limit> limits);

    /**
     * Takes back what {@link #take} counted, because the mail was refused after all. A failure leaves it counted and is logged.
     *
     * @param at from {@link CountAnswer.Within}
     */
    void giveBack(CounterKey key, long amount, List<Limit> limits, Instant at);

    /**
     * What is counted now.
     *
     * @param subject of this one only; empty = of all
     * @param most how many at most
     */
    CompletableFuture<List<Counted>> show(Optional<String> subject, int most);

    /**
     * Forgets what is counted.
     *
     * @return whether anything was
     */
    CompletableFuture<Boolean> reset(CounterKey key);

    /**
     * Sets other limits for a while, or, with an end that has passed, the usual ones again.
     *
     * @return false if there are too many already
     */
    CompletableFuture<Boolean> raise(Raise raise);

    /** The raised limits of a subject, if any are in force. Does not block: a shared store is looked at every few seconds. */
    Optional<Raise> raised(CounterKey key);

    /** All raises in force. */
    List<Raise> raises();

    /**
     * One count.
     *
     * @param key whose
     * @param window of which length, in seconds
     * @param used how much
     */
    record Counted(CounterKey key, long window, long used) {}
}
