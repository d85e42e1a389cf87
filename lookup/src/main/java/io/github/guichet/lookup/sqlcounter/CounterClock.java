package io.github.guichet.lookup.sqlcounter;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.OptionalLong;

/** The time by which is counted, in milliseconds since 1970. Safe for use by many threads. */
interface CounterClock {

    /** The time, if it is known without asking. */
    OptionalLong millis();

    /** The time; may ask the database for it. */
    long millis(Connection connection) throws SQLException;

    /** A clock that asks nobody. */
    static CounterClock of(InstantSource time) {
        return new CounterClock() {
            @Override
            public OptionalLong millis() {
                return OptionalLong.of(time.millis());
            }

            @Override
            public long millis(Connection connection) {
                return time.millis();
            }
        };
    }
}
