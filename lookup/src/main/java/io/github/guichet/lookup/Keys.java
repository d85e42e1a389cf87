package io.github.guichet.lookup;

import java.util.List;

/** What came of the wish to list all keys of a table. */
public sealed interface Keys {

    /**
     * The keys.
     *
     * @param keys as a peer would ask them; may hold duplicates
     */
    record Listed(List<String> keys) implements Keys {
        public Listed {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The table cannot tell its keys.
     *
     * @param reason what stands in the way and what the administrator can do about it
     */
    record Unlistable(String reason) implements Keys {}

    /**
     * The source did not answer.
     *
     * @param reason as in {@link Answer.Unavailable}
     */
    record Unavailable(String reason) implements Keys {}
}
