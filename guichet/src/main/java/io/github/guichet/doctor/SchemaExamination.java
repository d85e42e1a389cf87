package io.github.guichet.doctor;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tables behind the queries: whether their collation takes two spellings for one where that gives a right to somebody else, and
 * whether PostfixAdmin's schema is up to date. That tables and columns are there, the queries themselves have said in {@code sources}.
 */
final class SchemaExamination implements Examination {

    /** The number in PostfixAdmin's table config of the release 3.3, the first whose passwords expire. */
    private static final int POSTFIXADMIN_3_3 = 1840;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private final Setup setup;

    SchemaExamination(Setup setup) {
        this.setup = setup;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        for (SqlQuestion question : setup.sqlQuestions()) {
            if (question.source().config().dialect() == SqlDialect.MARIADB) {
                findings.addAll(ask(question.source(), connection -> collations(connection, question)));
            }
        }
        Set<SqlSource> databases = new LinkedHashSet<>(
                setup.sqlQuestions().stream().map(SqlQuestion::source).toList());
        databases.forEach(source -> findings.addAll(ask(source, connection -> version(connection, source))));
        return Finding.or(findings, "the tables behind the queries are as they should be");
    }

    /** Looks at a database. */
    @FunctionalInterface
    private interface Look {
        List<Finding> at(Connection connection) throws SQLException;
    }

    private static List<Finding> ask(SqlSource source, Look look) {
        return source.ask(
                        (connection, deadline) -> look.at(connection),
                        why -> List.of(Finding.unknown("the schema cannot be looked at: " + why, "")))
                .join();
    }

    private static List<Finding> collations(Connection connection, SqlQuestion question) throws SQLException {
        QueryTables tables = QueryTables.of(question.statement());
        List<Finding> findings = new ArrayList<>();
        for (String inPlan : tables.tables().keySet()) {
            String table = tables.real(inPlan);
            Optional<String> column = tables.column(inPlan);
            Optional<String> collation =
                    column.isPresent() ? collation(connection, table, column.get()) : Optional.empty();
            if (collation.isEmpty() || !isAccentBlind(connection, collation.get())) {
                continue;
            }
            String what = question.key() + ": to " + table + "." + column.orElse("") + " (" + collation.get()
                    + ") josé and jose are one";
            findings.add(
                    question.rights()
                            ? Finding.warning(
                                    what + ", and who owns one may send as the other",
                                    "Compare to the byte in that query; guichet folds case before it asks",
                                    "… WHERE " + column.orElse("") + " = '%s' COLLATE utf8mb4_bin …")
                            : Finding.note(
                                    what + ": mail for one gets to the other",
                                    "If both may exist, compare with COLLATE utf8mb4_bin in that query"));
        }
        return findings;
    }

    private static Optional<String> collation(Connection connection, String table, String column) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT collation_name FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?")) {
            statement.setString(1, table);
            statement.setString(2, column);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** Asks the server itself; a collation of one byte a character is asked in its own character set. */
    private static boolean isAccentBlind(Connection connection, String collation) throws SQLException {
        if (!WORD.matcher(collation).matches()) {
            return false;
        }
        String charset = collation.split("_", 2)[0];
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONVERT('josé' USING " + charset + ") COLLATE "
                        + collation + " = CONVERT('jose' USING " + charset + ")")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return false; // a charset that has no é
        }
    }

    /** PostfixAdmin notes the number of its last migration. */
    private List<Finding> version(Connection connection, SqlSource source) throws SQLException {
        Set<String> tables = new TreeSet<>();
        setup.sqlQuestions().stream()
                .filter(q -> q.source() == source)
                .forEach(q ->
                        tables.addAll(QueryTables.of(q.statement()).tables().values()));
        if (!tables.contains("mailbox") && !tables.contains("alias")) {
            return List.of();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM config WHERE name = 'version'")) {
            if (!row.next()) {
                return List.of();
            }
            int version = row.getInt(1);
            return version >= POSTFIXADMIN_3_3
                    ? List.of()
                    : List.of(Finding.note(
                            "the schema of PostfixAdmin in " + source.name() + " has the number " + version
                                    + ", older than that of the release 3.3 (" + POSTFIXADMIN_3_3
                                    + "): it has no dates at which passwords expire",
                            "Upgrading PostfixAdmin brings it up to date; queries that work now go on working"));
        } catch (SQLException e) {
            return List.of(); // no table config, or no right to read it: not PostfixAdmin's own, and no matter
        }
    }
}
