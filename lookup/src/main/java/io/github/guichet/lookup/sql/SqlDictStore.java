package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictKey;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.lookup.template.TemplateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Values in tables of a database, such as PostfixAdmin's {@code quota2} and {@code last_login}. One transaction of the peer is
 * one of the database. Safe for use by many threads.
 *
 * <p>A statement is repeated on a fresh connection when the old one turns out to be broken before anything was committed; a
 * failure while committing leaves it open what was stored, and is said so.
 */
public final class SqlDictStore implements DictStore {

    private static final String VALUE = "value";

    private record Entry(
            DictKey key,
            Optional<SqlVariables> read,
            Optional<SqlVariables> write,
            Optional<SqlVariables> unset,
            Optional<SqlVariables> increment) {}

    /** One statement of a transaction, ready to run. */
    private record Step(String statement, List<String> parameters, boolean needsRow) {}

    private final SqlSource source;
    private final SqlRecords records;
    private final WireText wire;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A store.
     *
     * @param name for messages
     * @throws TemplateException where a statement is wrong, with the offset in it
     */
    public SqlDictStore(String name, List<SqlDictEntry> entries, SqlSource source) throws TemplateException {
        this.source = source;
        this.records = new SqlRecords(name, source.config());
        this.wire = WireText.of(source.config());
        SqlDialect dialect = source.config().dialect();
        for (SqlDictEntry entry : entries) {
            this.entries.add(new Entry(
                    entry.key(),
                    compiled(entry.read(), dialect),
                    compiled(entry.write(), dialect),
                    compiled(entry.unset(), dialect),
                    compiled(entry.increment(), dialect)));
        }
    }

    private static Optional<SqlVariables> compiled(Optional<String> statement, SqlDialect dialect)
            throws TemplateException {
        return statement.isPresent() ? Optional.of(compiled(statement.get(), dialect)) : Optional.empty();
    }

    private static SqlVariables compiled(String statement, SqlDialect dialect) throws TemplateException {
        SqlVariables variables = SqlVariables.parse(statement, dialect, VALUE::equals);
        for (String fact : variables.facts()) {
            if (!fact.equals(VALUE)) {
                throw new TemplateException(
                        0, "%{" + fact + "} is not known here; only %u, %n, %d and %{value} are, in all their forms");
            }
        }
        return variables;
    }

    /**
     * Checks a statement without a database.
     *
     * @throws TemplateException as the constructor
     */
    public static void check(String statement, SqlDialect dialect) throws TemplateException {
        SqlVariables unused = compiled(statement, dialect);
    }

    @Override
    public boolean serves(String key) {
        return entry(key).isPresent();
    }

    private Optional<Entry> entry(String key) {
        return entries.stream().filter(e -> e.key().matches(key)).findFirst();
    }

    @Override
    public CompletableFuture<Answer> read(String user, String key) {
        Optional<Entry> entry = entry(key);
        Optional<SqlVariables> query = entry.flatMap(Entry::read);
        Optional<String> whose = entry.flatMap(e -> e.key().user(key, user));
        if (query.isEmpty() || whose.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.Unavailable(
                    query.isEmpty() ? "this key is not configured to be read" : "nobody says whose value it is"));
        }
        Optional<List<String>> parameters = query.get().bind(AccountRequest.of(whose.get()));
        return parameters.isEmpty()
                ? CompletableFuture.completedFuture(Answer.NOT_FOUND)
                : source.ask(
                        (connection, deadline) ->
                                first(records.ask(connection, query.get().statement(), parameters.get())),
                        Answer.Unavailable::new);
    }

    private static Answer first(List<AccountRecord> rows) {
        return rows.stream()
                .flatMap(row -> row.fields().values().stream())
                .findFirst()
                .<Answer>map(value -> new Answer.Found(value))
                .orElse(Answer.NOT_FOUND);
    }

    @Override
    public CompletableFuture<DictCommit> commit(String user, List<DictChange> changes) {
        List<Step> steps = new ArrayList<>();
        for (DictChange change : changes) {
            Optional<Step> step = entry(change.key()).flatMap(entry -> step(entry, change, user));
            if (step.isEmpty()) {
                return CompletableFuture.completedFuture(new DictCommit.Failed(
                        "this change of the key is not configured, or nobody says whose value it is"));
            }
            steps.add(step.get());
        }
        return source.ask((connection, deadline) -> commit(connection, steps), DictCommit.Failed::new);
    }

    private static Optional<Step> step(Entry entry, DictChange change, String user) {
        Optional<AccountRequest> request = entry.key().user(change.key(), user).map(AccountRequest::of);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        if (change instanceof DictChange.Set set) {
            return step(entry.write(), request.get().with(VALUE, set.value()), false);
        }
        return change instanceof DictChange.Increment increment
                ? step(entry.increment(), request.get().with(VALUE, Long.toString(increment.by())), true)
                : step(entry.unset(), request.get(), false);
    }

    private static Optional<Step> step(Optional<SqlVariables> query, AccountRequest request, boolean needsRow) {
        return query.flatMap(q -> q.bind(request).map(parameters -> new Step(q.statement(), parameters, needsRow)));
    }

    private DictCommit commit(Connection connection, List<Step> steps) throws SQLException, SourceException {
        connection.setAutoCommit(false);
        boolean over = false;
        try {
            for (Step step : steps) {
                if (run(connection, step) == 0 && step.needsRow()) {
                    connection.rollback();
                    over = true;
                    return new DictCommit.NotFound();
                }
            }
            over = true;
            try {
                connection.commit();
                return new DictCommit.Stored();
            } catch (SQLException e) {
                String reason = SqlErrors.asking(source.config().dialect(), e).getMessage();
                return new DictCommit.Uncertain("source " + source.name() + " " + reason);
            }
        } finally {
            end(connection, over);
        }
    }

    private int run(Connection connection, Step step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(step.statement())) {
            for (int i = 0; i < step.parameters().size(); i++) {
                statement.setString(i + 1, wire.sent(step.parameters().get(i)));
            }
            return statement.executeUpdate();
        }
    }

    private static void end(Connection connection, boolean over) {
        try {
            if (!over) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is broken, which the failure that brought us here says better; the pool looks at it again.
            return;
        }
    }
}
