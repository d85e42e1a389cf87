package io.github.guichet.command;

import java.util.Optional;

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

    /** The one that a check names; empty for a check that remembers nothing. */
    static Optional<StateStore> of(PolicyCheck check) {
        if (check instanceof PolicyCheck.Rate rate) {
            return Optional.of(rate.store());
        } else if (check instanceof PolicyCheck.Quota quota) {
            return Optional.of(quota.store());
        }
        return check instanceof PolicyCheck.Greylist greylist ? Optional.of(greylist.store()) : Optional.empty();
    }
}
