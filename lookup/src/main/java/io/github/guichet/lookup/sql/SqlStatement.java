package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Optional;

/**
 * A query as it is sent for one key: for whoever wants to know how a database would answer it.
 *
 * @param text with a question mark for each parameter
 * @param parameters their values, in order
 */
public record SqlStatement(String text, List<String> parameters) {

    /** Copies. */
    public SqlStatement {
        parameters = List.copyOf(parameters);
    }

    /**
     * The query of a map.
     *
     * @param query in the notation of mysql_table(5)
     * @return empty when this query is not sent for such a key
     * @throws TemplateException where the query is wrong
     */
    public static Optional<SqlStatement> ofMap(String query, SqlDialect dialect, String key) throws TemplateException {
        SqlTemplate template = SqlTemplate.parse(query, dialect);
        return new Expansion(List.of(template.template()), Template.parse("%s"))
                .bind(key)
                .map(bound -> new SqlStatement(template.statement(), template.bind(bound)));
    }

    /**
     * The query of accounts.
     *
     * @param query with Dovecot's variables
     * @return empty when this query is not sent for such a request
     * @throws TemplateException where the query is wrong
     */
    public static Optional<SqlStatement> ofAccounts(String query, SqlDialect dialect, AccountRequest request)
            throws TemplateException {
        SqlVariables variables = SqlVariables.parse(query, dialect);
        Optional<List<String>> values = variables.bind(request);
        return variables.statement(request).flatMap(text -> values.map(v -> new SqlStatement(text, v)));
    }
}
