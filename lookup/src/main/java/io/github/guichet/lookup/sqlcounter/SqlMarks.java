package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks in {@code guichet_mark}. Noting one is one statement, which also says how it stands then; if it has to be repeated because the
 * connection broke, it carries the same random token and counts once. Safe for use by many threads.
 */
final class SqlMarks implements Marks {

    private static final Logger LOG = LoggerFactory.getLogger(SqlMarks.class);

    private static final String INSERT =
            "INSERT INTO guichet_mark (space, mark, first_seen, last_seen, seen, expires, token)"
                    + " VALUES (?, ?, ?, ?, 1, ?, ?)";
    private static final String RETURNING = " RETURNING first_seen, last_seen, seen";

    /** MariaDB assigns from left to right and uses what it has assigned. */
    private static final String MARIADB = INSERT + " ON DUPLICATE KEY UPDATE"
            + " seen = IF(expires < VALUES(last_seen), 1, IF(token = VALUES(token), seen, seen + 1)),"
            + " first_seen = IF(expires < VALUES(last_seen), VALUES(first_seen), first_seen),"
            + " last_seen = GREATEST(last_seen, VALUES(last_seen)),"
            + " expires = VALUES(expires), token = VALUES(token)" + RETURNING;

    private static final String OTHERS = INSERT + " ON CONFLICT (space, mark) DO UPDATE SET"
            + " seen = CASE WHEN guichet_mark.expires < excluded.last_seen THEN 1"
            + " WHEN guichet_mark.token = excluded.token THEN guichet_mark.seen ELSE guichet_mark.seen + 1 END,"
            + " first_seen = CASE WHEN guichet_mark.expires < excluded.last_seen THEN excluded.first_seen"
            + " ELSE guichet_mark.first_seen END,"
            + " last_seen = CASE WHEN guichet_mark.last_seen > excluded.last_seen THEN guichet_mark.last_seen"
            + " ELSE excluded.last_seen END,"
            + " expires = excluded.expires, token = excluded.token" + RETURNING;

    private static final int TRIES = 5;

    private final CounterDatabase database;
    private final CounterTables tables;
    private final CounterRows rows;
    private final CounterClock clock;

    SqlMarks(CounterDatabase database, CounterTables tables, CounterRows rows, CounterClock clock) {
        this.database = database;
        this.tables = tables;
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep) {
        long token = ThreadLocalRandom.current().nextLong();
        return database.<MarkAnswer>ask(
                (connection, deadline) -> {
                    tables.require(connection);
                    for (int tries = 1; ; tries++) {
                        try {
                            return touch(connection, space, key, keep, token);
                        } catch (SQLException e) {
                            // A Galera cluster, or the sweeper of another daemon, was preferred.
                            if (!CounterFlight.isConflict(e) || tries == TRIES || deadline.passed()) {
                                tables.doubt();
                                throw e;
                            }
                        }
                    }
                },
                MarkAnswer.Unavailable::new);
    }

    private MarkAnswer touch(Connection connection, String space, String key, Duration keep, long token)
            throws SQLException {
        long now = clock.millis(connection);
        try (PreparedStatement statement =
                connection.prepareStatement(database.dialect() == SqlDialect.MARIADB ? MARIADB : OTHERS)) {
            key(statement, space, key);
            statement.setLong(3, now);
            statement.setLong(4, now);
            statement.setLong(5, now + keep.toMillis());
            statement.setLong(6, token);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("RETURNING gave nothing");
                }
                return known(row);
            }
        }
    }

    private static MarkAnswer known(ResultSet row) throws SQLException {
        return new MarkAnswer.Known(
                Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2)), row.getLong(3));
    }

    @Override
    public CompletableFuture<MarkAnswer> look(String space, String key) {
        return database.<MarkAnswer>ask(
                (connection, deadline) -> {
                    tables.require(connection);
                    long now = clock.millis(connection);
                    try (PreparedStatement statement =
                            connection.prepareStatement("SELECT first_seen, last_seen, seen FROM guichet_mark"
                                    + " WHERE space = ? AND mark = ? AND expires >= ?")) {
                        key(statement, space, key);
                        statement.setLong(3, now);
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next() ? known(row) : new MarkAnswer.Unknown();
                        }
                    }
                },
                MarkAnswer.Unavailable::new);
    }

    @Override
    public CompletableFuture<Boolean> forget(String space, String key) {
        return database.ask(
                (connection, deadline) -> {
                    tables.require(connection);
                    try (PreparedStatement statement =
                            connection.prepareStatement("DELETE FROM guichet_mark WHERE space = ? AND mark = ?")) {
                        key(statement, space, key);
                        return statement.executeUpdate() > 0;
                    }
                },
                reason -> {
                    LOG.warn("something was not forgotten: {}", reason);
                    return false;
                });
    }

    private void key(PreparedStatement statement, String space, String key) throws SQLException {
        rows.text(statement, 1, StoredKey.name(space));
        rows.text(statement, 2, StoredKey.key(key));
    }
}
