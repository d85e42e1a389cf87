package io.github.guichet.doctor;

import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a query makes the database read a whole table that is not small. */
final class IndexesExamination implements Examination {

    private final Setup setup;
    private final int rows;

    /**
     * An examination.
     *
     * @param rows a table with fewer is read as fast without an index
     */
    IndexesExamination(Setup setup, int rows) {
        this.setup = setup;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "indexes";
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        for (SqlQuestion question : setup.sqlQuestions()) {
            findings.addAll(question.source()
                    .ask(
                            (connection, deadline) -> look(connection, question),
                            why -> List.of(Finding.unknown(
                                    question.key() + ": the database does not say how it would answer: " + why,
                                    "The examination \"sources\" says why a query fails")))
                    .join());
        }
        return Finding.or(
                findings,
                setup.sqlQuestions().isEmpty()
                        ? "there are no queries of the administrator's on databases"
                        : "none of " + setup.sqlQuestions().size() + " queries reads a whole table of " + rows
                                + " rows or more");
    }

    private List<Finding> look(Connection connection, SqlQuestion question) throws SQLException {
        SqlDialect dialect = question.source().config().dialect();
        QueryTables tables = QueryTables.of(question.statement());
        List<Finding> findings = new ArrayList<>();
        for (String inPlan : QueryPlan.scanned(connection, dialect, question.statement(), question.parameters())) {
            String table = tables.real(inPlan);
            if (!tables.tables().containsValue(table) || !QueryPlan.hasRows(connection, dialect, table, rows)) {
                continue; // a derived table, or a small one
            }
            Optional<String> column = tables.column(inPlan);
            String what = question.key() + " makes " + dialect.title() + " read the whole table " + table + " (" + rows
                    + " rows or more) for each question";
            findings.add(
                    column.isPresent()
                            ? Finding.warning(
                                    what + ": there is no index that helps with " + column.get(),
                                    "As an administrator of the database "
                                            + question.source().name(),
                                    index(connection, dialect, table, column.get()))
                            : Finding.warning(
                                    what + ", and no column is compared with the key itself",
                                    "A function around a column, or LIKE with a leading %, keeps indexes from being used:"
                                            + " write the comparison as column = '%s'"));
        }
        return findings;
    }

    private static String index(Connection connection, SqlDialect dialect, String table, String column)
            throws SQLException {
        String name = ("guichet_" + table + "_" + column).replaceAll("\\W", "_").toLowerCase(Locale.ROOT);
        String prefix = dialect == SqlDialect.MARIADB && isLong(connection, table, column) ? "(191)" : "";
        return "CREATE INDEX " + name + " ON " + QueryPlan.quoted(dialect, table) + " ("
                + QueryPlan.quoted(dialect, column) + prefix + ");";
    }

    /** TEXT has no full index in MariaDB. */
    private static boolean isLong(Connection connection, String table, String column) throws SQLException {
        try (ResultSet columns =
                connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), table, column)) {
            if (!columns.next()) {
                return false;
            }
            String type = String.valueOf(columns.getString("TYPE_NAME")).toUpperCase(Locale.ROOT);
            return type.contains("TEXT") || type.contains("BLOB") || columns.getInt("COLUMN_SIZE") > 768;
        }
    }
}
