package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One query on a database, answered as Postfix's mysql, pgsql and sqlite tables answer. */
public final class SqlTable implements Table {

    private final SqlTableConfig config;
    private final SqlSource source;
    private final SqlTemplate query;
    private final Expansion expansion;
    private final SqlRows rows;
    private final WireText wire;

    /**
     * A table. Asks nothing yet.
     *
     * @throws TemplateException where the query or the result format is wrong, with the offset in whichever it is
     */
    public SqlTable(SqlTableConfig config, SqlSource source) throws TemplateException {
        this.config = config;
        this.source = source;
        this.query = SqlTemplate.parse(config.query(), source.config().dialect());
        this.expansion = new Expansion(List.of(query.template()), Template.parse(config.resultFormat()));
        this.rows = new SqlRows(source.config().dialect(), config.columns(), config.requireResultSet());
        this.wire = WireText.of(source.config());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        return config.domain().check(key, trail).thenCompose(verdict -> filtered(verdict, key, trail));
    }

    private CompletableFuture<Answer> filtered(DomainFilter.Verdict verdict, String key, Trail trail) {
        if (verdict instanceof DomainFilter.Verdict.Unavailable down) {
            return CompletableFuture.completedFuture(
                    step(trail, key, new Answer.Unavailable(down.reason()), Served.SOURCE));
        }
        Optional<Expansion.BoundKey> bound =
                verdict instanceof DomainFilter.Verdict.Skipped ? Optional.empty() : bind(key);
        if (bound.isEmpty()) {
            return CompletableFuture.completedFuture(step(trail, key, Answer.NOT_FOUND, Served.CACHE));
        }
        return source.<Answer>ask((connection, deadline) -> ask(connection, bound.get()), Answer.Unavailable::new)
                .thenApply(answer -> step(trail, key, answer, Served.SOURCE));
    }

    /** To Postfix a key ends at a zero byte, so none holds one; PostgreSQL could not even be asked. */
    private Optional<Expansion.BoundKey> bind(String key) {
        return key.indexOf('\0') >= 0 ? Optional.empty() : expansion.bind(key);
    }

    private Answer step(Trail trail, String key, Answer answer, Served from) {
        trail.step(config.name(), key, answer, from, Duration.ZERO);
        return answer;
    }

    private Answer ask(java.sql.Connection connection, Expansion.BoundKey key)
            throws java.sql.SQLException, SourceException {
        List<String> parameters = query.bind(key).stream().map(wire::sent).toList();
        StringBuilder joined = new StringBuilder();
        int values = 0;
        for (String value : rows.ask(connection, query.statement(), parameters)) {
            boolean counts = key.appendResult(wire.received(value), joined);
            if (counts && config.expansionLimit() > 0 && ++values > config.expansionLimit()) {
                throw new SourceException(
                        SourceFailure.RESULT,
                        "a key of map " + config.name() + " has more than " + config.expansionLimit()
                                + " values (expansion_limit)");
            }
        }
        if (joined.indexOf(String.valueOf(WireText.NO_TEXT)) >= 0) {
            throw new SourceException(SourceFailure.RESULT, "a value of map " + config.name() + " is not UTF-8 text");
        }
        return joined.length() == 0 ? Answer.NOT_FOUND : new Answer.Found(joined.toString());
    }

    @Override
    public Keys keys() {
        return new KeysQuery(config, query, source).keys();
    }
}
