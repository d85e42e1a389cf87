package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The database's time, by which all that is shared is counted, so that hosts whose clocks differ agree: it is asked for now and
 * then, and in between the time that passed is added. Two hosts then differ by no more than a round trip to the database. Safe for use
 * by many threads.
 */
final class DatabaseClock implements CounterClock {

    private static final long AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private record Reading(long millis, long nanoTime) {}

    private final SqlDialect dialect;
    private final LongSupplier nanoTime;
    private volatile Reading reading = new Reading(-1, 0);

    DatabaseClock(SqlDialect dialect) {
        this(dialect, System::nanoTime);
    }

    DatabaseClock(SqlDialect dialect, LongSupplier nanoTime) {
        this.dialect = dialect;
        this.nanoTime = nanoTime;
    }

    @Override
    public OptionalLong millis() {
        Reading last = reading;
        return last.millis < 0
                ? OptionalLong.empty()
                : OptionalLong.of(last.millis + (nanoTime.getAsLong() - last.nanoTime) / 1_000_000);
    }

    @Override
    public long millis(Connection connection) throws SQLException {
        Reading last = reading;
        if (last.millis < 0 || nanoTime.getAsLong() - last.nanoTime > AGAIN_NANOS) {
            ask(connection);
        }
        return millis().orElseThrow();
    }

    private void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long asked = nanoTime.getAsLong();
            try (ResultSet row = statement.executeQuery(query())) {
                row.next();
                reading = new Reading(row.getLong(1), asked + (nanoTime.getAsLong() - asked) / 2);
            }
        }
    }

    private String query() {
        return switch (dialect) {
            case MARIADB -> "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000";
            case POSTGRESQL -> "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
            case SQLITE -> "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
        };
    }
}
