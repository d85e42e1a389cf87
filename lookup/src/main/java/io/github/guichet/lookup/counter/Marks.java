package io.github.guichet.lookup.counter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * When something was first and last seen, and how often. Safe for use by many threads; futures never complete exceptionally, and
 * never later than the deadline of the source behind.
 */
public interface Marks {

    /**
     * Notes that it was seen now, in one step that nothing can come between.
     *
     * @param space what kind of thing it is, for example a rule's name and "triplet"
     * @param key which thing
     * @param keep for how long after this it is to be remembered; a longer unseen one counts as new
     * @return how it stands after this
     */
    CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep);

    /** How it stands; notes nothing. */
    CompletableFuture<MarkAnswer> look(String space, String key);

    /**
     * Forgets it.
     *
     * @return whether it was known and could be forgotten
     */
    CompletableFuture<Boolean> forget(String space, String key);
}
