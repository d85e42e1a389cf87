package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** The columns of a result as text, as the databases' own clients show them. For one result. */
final class ColumnText {

    private final ResultSet rows;
    private final boolean[] asBytes;

    /** The first so many columns of a result. */
    ColumnText(SqlDialect dialect, ResultSet rows, int count) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        this.rows = rows;
        this.asBytes = new boolean[count];
        for (int i = 0; i < count; i++) {
            asBytes[i] = isBytes(dialect, meta.getColumnType(i + 1));
        }
    }

    /**
     * A value of the current row.
     *
     * @param column from 1
     * @return empty for NULL; with {@link WireText#NO_TEXT} in place of what is not UTF-8
     */
    Optional<String> of(int column) throws SQLException, SourceException {
        return asBytes[column - 1] ? decoded(rows.getBytes(column)) : Optional.ofNullable(rows.getString(column));
    }

    /** Where the bytes of the column are its text; numbers and dates the drivers give as text only. */
    private static boolean isBytes(SqlDialect dialect, int type) {
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
