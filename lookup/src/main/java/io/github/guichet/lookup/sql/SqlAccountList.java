package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.account.AccountList;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariablePiece;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An iterate query of Dovecot: each row has a column {@code user}, or {@code username} and perhaps {@code domain}, which are
 * put together with an {@code @}. Rows without a name are passed over.
 */
public final class SqlAccountList implements AccountList {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final String statement;
    private final SqlSource source;
    private final WireText wire;

    /**
     * A query on a database. Asks nothing yet.
     *
     * @param name what the query is called in messages, such as {@code iterate-query}
     * @throws TemplateException at a variable: there is no user yet
     */
    public SqlAccountList(String name, String query, SqlSource source) throws TemplateException {
        this.name = name;
        this.statement = statement(query, source.config().dialect());
        this.source = source;
        this.wire = WireText.of(source.config());
    }

    /**
     * Checks a query without a database.
     *
     * @throws TemplateException as the constructor
     */
    public static void check(String query, SqlDialect dialect) throws TemplateException {
        String unused = statement(query, dialect);
    }

    private static String statement(String query, SqlDialect dialect) throws TemplateException {
        Optional<VariablePiece> variable = VariableTemplate.parse(query).pieces().stream()
                .filter(VariablePiece.Expression.class::isInstance)
                .findFirst();
        if (variable.isPresent()) {
            throw new TemplateException(
                    variable.get().offset(), "a query for all users can have no variables: no user is known yet");
        }
        return SqlVariables.parse(query, dialect).statement();
    }

    @Override
    public Keys users() {
        try {
            return new Keys.Listed(source.askAlone((connection, deadline) -> read(connection), PATIENCE));
        } catch (SourceException e) {
            return new Keys.Unavailable("source " + source.name() + " " + e.getMessage());
        }
    }

    private List<String> read(Connection connection) throws SQLException, SourceException {
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(statement)) {
            int user = column(rows.getMetaData(), "user");
            int username = user > 0 ? user : column(rows.getMetaData(), "username");
            int domain = user > 0 ? 0 : column(rows.getMetaData(), "domain");
            if (username == 0) {
                throw new SourceException(
                        SourceFailure.RESULT, name + " returned no column \"user\", nor \"username\" and \"domain\"");
            }
            List<String> users = new ArrayList<>();
            while (rows.next()) {
                Optional<String> given = Optional.ofNullable(rows.getString(username));
                Optional<String> realm = domain > 0 ? Optional.ofNullable(rows.getString(domain)) : Optional.empty();
                if (given.isPresent() && !given.get().isEmpty()) {
                    users.add(
                            wire.received(given.get() + realm.map(d -> "@" + d).orElse("")));
                }
            }
            return users;
        }
    }

    private static int column(ResultSetMetaData meta, String label) throws SQLException {
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            if (meta.getColumnLabel(i).equals(label)) {
                return i;
            }
        }
        return 0;
    }
}
