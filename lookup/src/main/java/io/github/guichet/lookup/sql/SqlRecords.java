package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.account.AccountRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one statement and makes a record of each row: the names of its columns are the names of the fields. */
final class SqlRecords {

    /** So many passwords one account may have. */
    private static final int MOST_RECORDS = 1000;

    private static final int MOST_CHARACTERS = 1 << 20;

    private final SqlDialect dialect;
    private final WireText wire;
    private final String name;

    /**
     * Makes no question yet.
     *
     * @param name for messages
     */
    SqlRecords(String name, SqlSourceConfig config) {
        this.name = name;
        this.dialect = config.dialect();
        this.wire = WireText.of(config);
    }

    /**
     * Asks.
     *
     * @param parameters one for each question mark
     * @return a record for each row of the first result, without NULLs; none when there is no result
     */
    List<AccountRecord> ask(Connection connection, String statement, List<String> parameters)
            throws SQLException, SourceException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setString(i + 1, wire.sent(parameters.get(i)));
            }
            // A procedure that is called may give a count before its rows.
            boolean isRows = prepared.execute();
            while (!isRows && dialect != SqlDialect.SQLITE && prepared.getUpdateCount() != -1) {
                isRows = prepared.getMoreResults();
            }
            if (!isRows) {
                throw new SourceException(SourceFailure.QUERY, name + " returned no result set");
            }
            try (ResultSet rows = prepared.getResultSet()) {
                return read(rows);
            }
        }
    }

    private List<AccountRecord> read(ResultSet rows) throws SQLException, SourceException {
        ResultSetMetaData meta = rows.getMetaData();
        ColumnText text = new ColumnText(dialect, rows, meta.getColumnCount());
        List<AccountRecord> records = new ArrayList<>();
        int characters = 0;
        while (rows.next()) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                String column = meta.getColumnLabel(i);
                Optional<String> value = text.of(i);
                if (value.isPresent() && !column.isEmpty()) {
                    fields.put(column, received(column, value.get()));
                    characters += value.get().length();
                }
            }
            records.add(new AccountRecord(fields));
            if (records.size() > MOST_RECORDS || characters > MOST_CHARACTERS) {
                throw new SourceException(
                        SourceFailure.RESULT,
                        name + " returned more than " + MOST_RECORDS + " rows or " + MOST_CHARACTERS
                                + " characters for one user");
            }
        }
        return records;
    }

    private String received(String column, String value) throws SourceException {
        String text = wire.received(value);
        if (text.indexOf(WireText.NO_TEXT) >= 0) {
            throw new SourceException(
                    SourceFailure.RESULT, "a value of " + name + ", " + column + ", is not UTF-8 text");
        }
        return text;
    }
}
