package io.github.guichet.lookup.dict;

import io.github.guichet.lookup.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A place for values. Methods do not block; their futures complete within the deadline of the source behind, never
 * exceptionally. Safe for use by many threads.
 */
public interface DictStore {

    /** Whether this store has anything to do with a key. */
    boolean serves(String key);

    /**
     * Reads.
     *
     * @param user whose value, may be empty for a key that is shared by all
     */
    CompletableFuture<Answer> read(String user, String key);

    /**
     * Stores all changes or none.
     *
     * @param changes at least one, in order; all of keys that {@link #serves} knows
     */
    CompletableFuture<DictCommit> commit(String user, List<DictChange> changes);
}
