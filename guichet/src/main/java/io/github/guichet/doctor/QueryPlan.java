package io.github.guichet.doctor;

import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database says of how it would answer a query: which tables it would read from beginning to end. EXPLAIN runs nothing. */
final class QueryPlan {

    private static final Pattern POSTGRESQL = Pattern.compile("Seq Scan on (?:\\w+\\.)?(\\S+?)(?: (\\w+))?\\s+\\(cost");
    private static final Pattern SQLITE = Pattern.compile("^SCAN (?:TABLE )?(\\S+)(?: AS (\\S+))?");

    private QueryPlan() {}

    /** The tables as the plan calls them. */
    static Set<String> scanned(Connection connection, SqlDialect dialect, String statement, List<String> parameters)
            throws SQLException {
        String explain = dialect == SqlDialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        Set<String> scanned = new LinkedHashSet<>();
        try (PreparedStatement prepared = connection.prepareStatement(explain + statement)) {
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setString(i + 1, parameters.get(i));
            }
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    row(rows, dialect).ifPresent(scanned::add);
                }
            }
        }
        return scanned;
    }

    private static Optional<String> row(ResultSet rows, SqlDialect dialect) throws SQLException {
        return switch (dialect) {
            case MARIADB -> {
                String type = String.valueOf(rows.getString("type")).toUpperCase(Locale.ROOT);
                // "index" reads a whole index, which is no better.
                boolean whole = type.equals("ALL") || type.equals("INDEX");
                yield whole ? Optional.ofNullable(rows.getString("table")) : Optional.empty();
            }
            case POSTGRESQL -> alias(POSTGRESQL.matcher(String.valueOf(rows.getString(1))));
            case SQLITE -> alias(SQLITE.matcher(String.valueOf(rows.getString("detail"))));
        };
    }

    private static Optional<String> alias(Matcher matcher) {
        return matcher.find()
                ? Optional.ofNullable(matcher.group(2)).or(() -> Optional.ofNullable(matcher.group(1)))
                : Optional.empty();
    }

    /**
     * Whether a table has at least so many rows; reads no more than that.
     *
     * @param table its real name
     */
    static boolean hasRows(Connection connection, SqlDialect dialect, String table, int rows) throws SQLException {
        String count =
                "SELECT COUNT(*) FROM (SELECT 1 AS one FROM " + quoted(dialect, table) + " LIMIT " + rows + ") few";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(count)) {
            return row.next() && row.getInt(1) >= rows;
        }
    }

    static String quoted(SqlDialect dialect, String name) {
        return dialect == SqlDialect.MARIADB
                ? "`" + name.replace("`", "``") + "`"
                : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
