package io.github.guichet.lookup.sqlcounter;

/**
 * The row of one key as it was read or written.
 *
 * @param version its version
 */
record CounterRow(long version, CounterState state) {}
