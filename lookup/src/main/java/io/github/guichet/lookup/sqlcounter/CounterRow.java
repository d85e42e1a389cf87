package io.github.guichet.lookup.sqlcounter;

import java.util.Collection;

/**
 * The row of one key as it was read or written.
 *
 * @param version its version
 */
record CounterRow(long version, CounterState state) {

    /** Whether a row with one of these versions is this one, or was followed by it. */
    boolean follows(long other) {
        return version == other || state.versions().contains(other);
    }

    /** Whether one of these versions is this one's, or was. */
    boolean followsAny(Collection<Long> others) {
        return others.stream().anyMatch(this::follows);
    }
}
