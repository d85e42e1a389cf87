package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one statement and reads its rows as text.
 *
 * @param dialect the database's
 * @param columns which columns count
 * @param requireResultSet whether a statement without a result set is an error
 */
record SqlRows(SqlDialect dialect, SqlTableConfig.Columns columns, boolean requireResultSet) {

    private static final int MAX_CHARS = 1 << 20;

    /**
     * Asks.
     *
     * @param statement with a question mark for each parameter
     * @param parameters as many texts
     * @return the values, row by row, without those that are NULL or empty
     */
    List<String> ask(Connection connection, String statement, List<String> parameters)
            throws SQLException, SourceException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setString(i + 1, parameters.get(i));
            }
            return results(prepared, prepared.execute());
        }
    }

    private List<String> results(PreparedStatement prepared, boolean first) throws SQLException, SourceException {
        Optional<List<String>> values = Optional.empty();
        boolean isRows = first;
        while (true) {
            if (isRows) {
                if (values.isPresent() && dialect == SqlDialect.MARIADB) {
                    throw new SourceException(SourceFailure.QUERY, "the query returned more than one result set");
                }
                try (ResultSet rows = prepared.getResultSet()) {
                    values = Optional.of(read(rows)); // of several statements PostgreSQL's client gives the last
                }
            } else if (prepared.getUpdateCount() == -1) {
                break;
            }
            if (dialect == SqlDialect.SQLITE) {
                break; // one statement, one result
            }
            isRows = prepared.getMoreResults();
        }
        if (values.isEmpty() && requireResultSet && dialect == SqlDialect.MARIADB) {
            throw new SourceException(
                    SourceFailure.QUERY, "the query returned no result set (require_result_set = yes)");
        }
        return values.orElse(List.of());
    }

    private List<String> read(ResultSet rows) throws SQLException, SourceException {
        int count =
                columns == SqlTableConfig.Columns.FIRST ? 1 : rows.getMetaData().getColumnCount();
        ColumnText text = new ColumnText(dialect, rows, count);
        List<String> values = new ArrayList<>();
        int chars = 0;
        while (rows.next()) {
            for (int i = 0; i < count; i++) {
                Optional<String> value = text.of(i + 1);
                if (value.isPresent() && !value.get().isEmpty()) {
                    values.add(value.get());
                    chars += value.get().length() + 1;
                }
                if (chars > MAX_CHARS) {
                    throw new SourceException(
                            SourceFailure.RESULT, "the answer is longer than " + MAX_CHARS + " characters");
                }
            }
        }
        return values;
    }
}
