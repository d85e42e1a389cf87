package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.sql.SqlDialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on rows of {@code guichet_count}. Each is a transaction of its own. */
final class CounterRows {

    private static final String WHERE_KEY = " WHERE subject = ? AND counter = ?";

    private final SqlDialect dialect;

    CounterRows(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** A row with its key as it is stored. */
    record Listed(CounterKey key, CounterState state) {}

    Optional<CounterRow> read(Connection connection, CounterKey key) throws SQLException, SourceException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT version, state FROM guichet_count" + WHERE_KEY)) {
            key(statement, 1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new CounterRow(row.getLong(1), state(row.getString(2), key)))
                        : Optional.empty();
            }
        }
    }

    /** Writes the row if it is still of this version; says whether it was. */
    boolean replace(Connection connection, CounterKey key, long known, CounterRow row, long expires)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE guichet_count SET version = ?, expires = ?, state = ?" + WHERE_KEY + " AND version = ?")) {
            statement.setLong(1, row.version());
            statement.setLong(2, expires);
            statement.setString(3, row.state().write());
            key(statement, 4, key);
            statement.setLong(6, known);
            return statement.executeUpdate() == 1;
        }
    }

    /** Writes a row that is not there yet; says whether it was not. */
    boolean insert(Connection connection, CounterKey key, CounterRow row, long expires) throws SQLException {
        String columns = " INTO guichet_count (subject, counter, version, expires, state) VALUES (?, ?, ?, ?, ?)";
        // MariaDB says of a row that is there already by an error; its INSERT IGNORE would hide other errors too.
        String insert = "INSERT" + columns
                + (dialect == SqlDialect.MARIADB ? "" : " ON CONFLICT (subject, counter) DO NOTHING");
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            key(statement, 1, key);
            statement.setLong(3, row.version());
            statement.setLong(4, expires);
            statement.setString(5, row.state().write());
            return statement.executeUpdate() == 1;
        } catch (SQLIntegrityConstraintViolationException e) {
            return false;
        }
    }

    boolean delete(Connection connection, CounterKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM guichet_count" + WHERE_KEY)) {
            key(statement, 1, key);
            return statement.executeUpdate() > 0;
        }
    }

    List<Listed> list(Connection connection, Optional<String> subject, int most) throws SQLException, SourceException {
        List<Listed> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT counter, subject, state FROM guichet_count" + (subject.isPresent() ? " WHERE subject = ?" : "")
                        + " ORDER BY subject, counter LIMIT " + most)) {
            if (subject.isPresent()) {
                text(statement, 1, StoredKey.key(subject.get()));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    CounterKey key = new CounterKey(text(row, 1), text(row, 2));
                    rows.add(new Listed(key, state(row.getString(3), key)));
                }
            }
        }
        return rows;
    }

    private static CounterState state(String text, CounterKey key) throws SourceException {
        try {
            return CounterState.read(text);
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    SourceFailure.RESULT,
                    "has a damaged row in guichet_count for " + key.counter() + "; `guichet limit reset` removes it",
                    e);
        }
    }

    void key(PreparedStatement statement, int first, CounterKey key) throws SQLException {
        text(statement, first, StoredKey.key(key.subject()));
        text(statement, first + 1, StoredKey.name(key.counter()));
    }

    /** To MariaDB as bytes: whatever the connection's character set is, the column's bytes are UTF-8. */
    void text(PreparedStatement statement, int index, String text) throws SQLException {
        if (dialect == SqlDialect.MARIADB) {
            statement.setBytes(index, text.getBytes(StandardCharsets.UTF_8));
        } else {
            statement.setString(index, text);
        }
    }

    String text(ResultSet row, int column) throws SQLException {
        return dialect == SqlDialect.MARIADB
                ? new String(row.getBytes(column), StandardCharsets.UTF_8)
                : row.getString(column);
    }
}
