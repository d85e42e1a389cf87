package io.github.guichet.lookup;

/**
 * The result of a look-up. Exactly one of three; there is no fourth, and no exception stands for one of them.
 *
 * <p>{@link Unavailable} must never be turned into {@link NotFound}: to Postfix "not found" can mean "refuse this recipient
 * for good", and a database that is down has said nothing of the kind.
 */
public sealed interface Answer {

    /** The one "not found". */
    NotFound NOT_FOUND = new NotFound();

    /**
     * The key exists.
     *
     * @param value what Postfix would get from its own table: never empty; several rows or values joined with a comma
     */
    record Found(String value) implements Answer {
        public Found {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("a found value is never empty: Postfix treats one as a table error");
            }
        }
    }

    /** The place that knows was asked, answered, and does not have the key. */
    record NotFound() implements Answer {}

    /**
     * Nobody could say. Never cached.
     *
     * @param reason for the log and for the peer's log; names the source, holds no secret
     */
    record Unavailable(String reason) implements Answer {}
}
