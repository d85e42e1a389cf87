package io.github.guichet.lookup.dict;

/** What came of a transaction. */
public sealed interface DictCommit {

    /** All changes are stored. */
    record Stored() implements DictCommit {}

    /** A key that was to be changed is not there; nothing was stored. */
    record NotFound() implements DictCommit {}

    /**
     * Nothing was stored.
     *
     * @param reason for the log and the peer's log; holds no secret
     */
    record Failed(String reason) implements DictCommit {}

    /**
     * The connection broke, or time ran out, after the changes were sent: they may be stored or not.
     *
     * @param reason as in {@link Failed}
     */
    record Uncertain(String reason) implements DictCommit {}
}
