package io.github.guichet.command;

/** Where a rule keeps what it counts. */
public sealed interface StateStore {

    /** In memory, and in a file over a restart. */
    record Memory() implements StateStore {}

    /**
     * In a source.
     *
     * @param source its name: the embedded store, or a database that several hosts may share
     */
    record InSource(String source) implements StateStore {}
}
