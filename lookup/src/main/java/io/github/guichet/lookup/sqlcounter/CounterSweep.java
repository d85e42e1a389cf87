package io.github.guichet.lookup.sqlcounter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Removes rows that mean nothing any more, a bounded number in a question. Rows are removed by their key, one at a time, because a
 * removal by time would lock its way through an index against the decisions that go on meanwhile.
 */
final class CounterSweep {

    /** Rows in one question. */
    static final int STEP = 200;

    private enum Rows {
        COUNTS("guichet_count", "subject", "counter", "expires"),
        MARKS("guichet_mark", "space", "mark", "expires"),
        RAISES("guichet_raise", "subject", "counter", "until");

        private final String select;
        private final String delete;

        Rows(String table, String first, String second, String end) {
            this.select = "SELECT " + first + ", " + second + " FROM " + table + " WHERE " + end + " < ? LIMIT " + STEP;
            this.delete =
                    "DELETE FROM " + table + " WHERE " + first + " = ? AND " + second + " = ? AND " + end + " < ?";
        }
    }

    private record Key(String first, String second) {}

    private final CounterDatabase database;
    private final CounterTables tables;
    private final CounterRows rows;
    private final CounterClock clock;

    CounterSweep(CounterDatabase database, CounterTables tables, CounterRows rows, CounterClock clock) {
        this.database = database;
        this.tables = tables;
        this.rows = rows;
        this.clock = clock;
    }

    /** One step in each table; says whether there is more to do. */
    CompletableFuture<Boolean> step() {
        return database.ask(
                (connection, deadline) -> {
                    tables.require(connection);
                    long now = clock.millis(connection);
                    boolean more = false;
                    for (Rows table : Rows.values()) {
                        more |= step(connection, table, now) == STEP;
                    }
                    return more;
                },
                reason -> false); // another minute
    }

    private int step(Connection connection, Rows table, long now) throws SQLException {
        List<Key> old = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(table.select)) {
            select.setLong(1, now);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    old.add(new Key(rows.text(row, 1), rows.text(row, 2)));
                }
            }
        }
        if (old.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete = connection.prepareStatement(table.delete)) {
            for (Key key : old) {
                rows.text(delete, 1, key.first());
                rows.text(delete, 2, key.second());
                delete.setLong(3, now);
                delete.addBatch();
            }
            int[] unused = delete.executeBatch();
        }
        return old.size();
    }
}
