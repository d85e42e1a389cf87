package io.github.guichet.lookup.dict;

/** One change of a transaction. */
public sealed interface DictChange {

    /** The key, such as {@code shared/last-login/alice} or {@code priv/quota/storage}. */
    String key();

    /** The key is to have this value. */
    record Set(String key, String value) implements DictChange {}

    /** The key is to be gone. */
    record Unset(String key) implements DictChange {}

    /** The key's number is to change by so much. */
    record Increment(String key, long by) implements DictChange {}
}
