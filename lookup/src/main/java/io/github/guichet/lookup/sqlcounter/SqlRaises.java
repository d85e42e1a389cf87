package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raised limits: a copy of {@code guichet_raise} that is read again every few seconds. Safe for use by many threads. */
final class SqlRaises {

    private static final Logger LOG = LoggerFactory.getLogger(SqlRaises.class);
    private static final int MOST = 100_000;

    private final CounterDatabase database;
    private final CounterTables tables;
    private final CounterRows rows;
    private final CounterClock clock;
    private volatile Map<CounterKey, Raise> raises = Map.of();

    SqlRaises(CounterDatabase database, CounterTables tables, CounterRows rows, CounterClock clock) {
        this.database = database;
        this.tables = tables;
        this.rows = rows;
        this.clock = clock;
    }

    Optional<Raise> raised(CounterKey key) {
        Map<CounterKey, Raise> all = raises;
        return all.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(all.get(stored(key)))
                        .filter(this::inForce)
                        .map(r -> new Raise(key, r.limits(), r.until()));
    }

    List<Raise> all() {
        return raises.values().stream().filter(this::inForce).toList();
    }

    private boolean inForce(Raise raise) {
        return clock.millis().orElse(Long.MAX_VALUE) < raise.until().toEpochMilli();
    }

    private static CounterKey stored(CounterKey key) {
        return new CounterKey(StoredKey.name(key.counter()), StoredKey.key(key.subject()));
    }

    /** Sets or ends one. */
    CompletableFuture<Boolean> raise(Raise raise) {
        return database.answer((connection, deadline) -> {
            tables.require(connection);
            if (raise.until().toEpochMilli() > clock.millis(connection)) {
                put(connection, raise);
            } else {
                delete(connection, raise.key());
            }
            raises = read(connection);
            return true;
        });
    }

    /** Reads all again. */
    CompletableFuture<Boolean> refresh() {
        return database.ask(
                (connection, deadline) -> {
                    tables.require(connection);
                    long unused = clock.millis(connection);
                    raises = read(connection);
                    return true;
                },
                reason -> false); // what was read last stays in force, and the source says that it is down
    }

    private void put(Connection connection, Raise raise) throws SQLException {
        String update = database.dialect() == SqlDialect.MARIADB
                ? " ON DUPLICATE KEY UPDATE until = VALUES(until), limits = VALUES(limits)"
                : " ON CONFLICT (subject, counter) DO UPDATE SET until = excluded.until, limits = excluded.limits";
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO guichet_raise (subject, counter, until, limits) VALUES (?, ?, ?, ?)" + update)) {
            rows.key(statement, 1, raise.key());
            statement.setLong(3, raise.until().toEpochMilli());
            statement.setString(4, LimitsText.write(raise.limits()));
            int unused = statement.executeUpdate();
        }
    }

    private void delete(Connection connection, CounterKey key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM guichet_raise WHERE subject = ? AND counter = ?")) {
            rows.key(statement, 1, key);
            int unused = statement.executeUpdate();
        }
    }

    private Map<CounterKey, Raise> read(Connection connection) throws SQLException {
        Map<CounterKey, Raise> all = new ConcurrentHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT counter, subject, until, limits FROM guichet_raise LIMIT " + MOST)) {
            while (row.next()) {
                CounterKey key = new CounterKey(rows.text(row, 1), rows.text(row, 2));
                try {
                    all.put(
                            key,
                            new Raise(key, LimitsText.read(row.getString(4)), Instant.ofEpochMilli(row.getLong(3))));
                } catch (IllegalArgumentException e) {
                    LOG.warn("source {}: a damaged row in guichet_raise is passed over", database.name());
                }
            }
        }
        return all;
    }
}
