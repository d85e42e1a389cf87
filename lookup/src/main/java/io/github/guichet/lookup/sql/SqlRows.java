package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
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
        ResultSetMetaData meta = rows.getMetaData();
        int count = columns == SqlTableConfig.Columns.FIRST ? 1 : meta.getColumnCount();
        boolean[] asBytes = new boolean[count];
        for (int i = 0; i < count; i++) {
            asBytes[i] = isBytes(meta.getColumnType(i + 1));
        }
        List<String> values = new ArrayList<>();
        int chars = 0;
        while (rows.next()) {
            for (int i = 0; i < count; i++) {
                Optional<String> value = asBytes[i] ? decoded(rows.getBytes(i + 1)) : text(rows, i + 1);
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

    /** Where the bytes of the column are its text; numbers and dates the drivers give as text only. */
    private boolean isBytes(int type) {
        return switch (dialect) {
            case SQLITE -> true;
            case POSTGRESQL -> false; // bytea too is text to Postfix: \x00ff
            case MARIADB ->
                switch (type) {
                    case Types.CHAR,
                            Types.VARCHAR,
                            Types.LONGVARCHAR,
                            Types.BINARY,
                            Types.VARBINARY,
                            Types.LONGVARBINARY -> true;
                    case Types.BLOB, Types.CLOB, Types.BIT -> true;
                    default -> false;
                };
        };
    }

    private static Optional<String> text(ResultSet rows, int column) throws SQLException {
        return Optional.ofNullable(rows.getString(column));
    }

    private static Optional<String> decoded(byte @org.jspecify.annotations.Nullable [] bytes) throws SourceException {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WireText.utf8(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException e) {
            throw new SourceException(SourceFailure.RESULT, "a value is not UTF-8 text", e);
        }
    }
}
