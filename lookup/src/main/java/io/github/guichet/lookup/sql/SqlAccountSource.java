package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.template.TemplateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A password query or a user query of Dovecot. The columns' names are the fields' names, NULL is a field that is absent, and
 * each row is a record of its own: several rows are several passwords.
 *
 * <p>Variables in the query become bound parameters ({@link SqlVariables}). Variables in values that the query returns are
 * left as they are, as in Dovecot: the mail process expands them.
 *
 * <p>Safe for use by many threads.
 */
public final class SqlAccountSource implements AccountSource {

    private static final Set<String> PASSWORDS = Set.of("password", "password_noscheme", "nopassword");

    private final SqlVariables query;
    private final SqlSource source;
    private final SqlRecords records;

    /**
     * A query on a database. Asks nothing yet.
     *
     * @param name what the query is called in messages, such as {@code password-query}
     * @param query with variables in the notation of Dovecot 2.3 or 2.4
     * @throws TemplateException where the query is wrong, with the offset in it
     */
    public SqlAccountSource(String name, String query, SqlSource source) throws TemplateException {
        this.query = SqlVariables.parse(query, source.config().dialect());
        this.source = source;
        this.records = new SqlRecords(name, source.config());
    }

    /**
     * Checks a query without a database.
     *
     * @throws TemplateException as the constructor
     */
    public static void check(String query, SqlDialect dialect) throws TemplateException {
        SqlVariables unused = SqlVariables.parse(query, dialect);
    }

    @Override
    public Set<String> variables() {
        return query.facts();
    }

    @Override
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        Optional<String> statement = query.statement(request);
        if (statement.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new AccountAnswer.Unavailable("the service cannot be a part of a name in the query"));
        }
        Optional<List<String>> parameters = query.bind(request);
        return parameters.isEmpty()
                ? CompletableFuture.completedFuture(AccountAnswer.NOT_FOUND)
                : source.ask(
                        (connection, deadline) -> ask(connection, statement.get(), parameters.get(), request),
                        AccountAnswer.Unavailable::new);
    }

    private AccountAnswer ask(Connection connection, String statement, List<String> parameters, AccountRequest request)
            throws SQLException, SourceException {
        List<AccountRecord> found = records.ask(connection, statement, parameters).stream()
                .map(record -> named(record, request))
                .toList();
        return found.isEmpty() ? AccountAnswer.NOT_FOUND : new AccountAnswer.Found(found, Served.SOURCE);
    }

    /** Beside a password Dovecot takes {@code username} and {@code domain} for the parts of {@code user}. */
    private static AccountRecord named(AccountRecord record, AccountRequest request) {
        boolean inParts = record.has("username") || record.has("domain");
        if (!inParts || PASSWORDS.stream().noneMatch(record::has)) {
            return record;
        }
        AccountRecord rest = record.only(field -> !field.equals("username") && !field.equals("domain"));
        return record.has("user")
                ? rest
                : rest.with("user", joined(request.user(), record.field("username"), record.field("domain")));
    }

    private static String joined(String asked, Optional<String> username, Optional<String> domain) {
        int at = asked.indexOf('@');
        String user = username.filter(u -> u.indexOf('@') >= 0 || at < 0)
                .or(() -> username.map(u -> u + asked.substring(at)))
                .orElse(asked);
        int end = user.indexOf('@');
        return domain.map(d -> (end < 0 ? user : user.substring(0, end)) + '@' + d)
                .orElse(user);
    }
}
