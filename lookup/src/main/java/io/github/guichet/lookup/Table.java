package io.github.guichet.lookup;

import java.util.concurrent.CompletableFuture;

/**
 * Something that can be asked a key: a query on a source, a file, a cache in front of either, or several of them together.
 *
 * <p>Safe for use by many threads. {@link #lookup} never blocks, so it may be called on an event loop.
 */
public interface Table {

    /** The name by which the configuration and the metrics know this table. */
    String name();

    /**
     * Asks one key, as it is; folding and partial keys are the business of {@code lookup.key}.
     *
     * @param key the complete key, not empty
     * @param trail is told how the answer came about
     * @return completes with the answer; never completes exceptionally and never stays open longer than the deadline of the
     *     source behind it. A cached answer is already there when this returns.
     */
    CompletableFuture<Answer> lookup(String key, Trail trail);

    /**
     * All keys this table can answer, for export and comparison. Blocks; not for event loops.
     *
     * @return the keys in no particular order, or why they cannot be listed
     */
    Keys keys();
}
