package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.counter.CounterStoreException;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A database that may be written to, behind its gate. Safe for use by many threads. */
public interface CounterDatabase {

    /** The name of the source, for messages. */
    String name();

    /** Which database it is. */
    SqlDialect dialect();

    /** Whether it answers. */
    SourceState state();

    /** For one question. */
    Duration deadline();

    /**
     * Asks on a worker; see {@link SqlSource#ask}.
     *
     * @return completes within the deadline, never exceptionally
     */
    <T> CompletableFuture<T> ask(SqlSource.Question<T> question, Function<String, T> unavailable);

    /**
     * Asks for somebody who waits for the answer.
     *
     * @return completes within the deadline; if there is no answer, exceptionally with {@link CounterStoreException}
     */
    default <T> CompletableFuture<T> answer(SqlSource.Question<T> question) {
        return this.<Supplier<T>>ask(
                        (connection, deadline) -> {
                            T answer = question.ask(connection, deadline);
                            return () -> answer;
                        },
                        reason -> () -> {
                            throw new CounterStoreException(reason);
                        })
                .thenApply(Supplier::get);
    }

    /**
     * A source of the configuration.
     *
     * @throws IllegalArgumentException for SQLite: a source opens it for reading only; the embedded store is what is wanted there
     */
    static CounterDatabase of(SqlSource source) {
        if (source.config().dialect() == SqlDialect.SQLITE) {
            throw new IllegalArgumentException("an SQLite file is opened for reading only; use an embedded store");
        }
        return new CounterDatabase() {
            @Override
            public String name() {
                return source.name();
            }

            @Override
            public SqlDialect dialect() {
                return source.config().dialect();
            }

            @Override
            public SourceState state() {
                return source.state();
            }

            @Override
            public Duration deadline() {
                return source.config().deadline();
            }

            @Override
            public <T> CompletableFuture<T> ask(SqlSource.Question<T> question, Function<String, T> unavailable) {
                return source.ask(question, unavailable);
            }
        };
    }
}
