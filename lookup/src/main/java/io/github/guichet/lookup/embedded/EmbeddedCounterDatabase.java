package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.SourceGate;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sqlcounter.CounterDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The embedded store's file as a place for counters; several daemons may use one file. It is opened by the first question and not
 * made: see {@link EmbeddedStore#openExisting}. Safe for use by many threads.
 *
 * <p>It has a connection of its own, which does not wait for the disk at each statement: a crash of the daemon loses nothing, one of the
 * machine perhaps the last moments of counting, and never the file.
 */
public final class EmbeddedCounterDatabase implements CounterDatabase, AutoCloseable {

    private static final int QUEUE = 4096;

    private final String name;
    private final Path file;
    private final Duration deadline;
    private final SourceGate gate;
    private Optional<Connection> connection = Optional.empty();
    private boolean closed;

    /**
     * A database. Opens nothing yet.
     *
     * @param name of the source, for logs and metrics
     * @param deadline for one question
     */
    public EmbeddedCounterDatabase(String name, Path file, Duration deadline, LookupObserver observer) {
        this.name = name;
        this.file = file;
        this.deadline = deadline;
        // One worker: SQLite has one writer at a time.
        this.gate = new SourceGate(name, 1, QUEUE, deadline, unused -> opened(), observer);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.SQLITE;
    }

    @Override
    public SourceState state() {
        return gate.state();
    }

    @Override
    public Duration deadline() {
        return deadline;
    }

    @Override
    public <T> CompletableFuture<T> ask(SqlSource.Question<T> question, Function<String, T> unavailable) {
        return gate.ask(until -> ask(question, until), unavailable);
    }

    private <T> T ask(SqlSource.Question<T> question, Deadline until) throws SourceException {
        try {
            return question.ask(opened(), until);
        } catch (SQLException e) {
            SQLiteErrorCode code = e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
            SourceFailure failure = switch (code) {
                case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_LOCKED -> SourceFailure.DEADLINE;
                case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR -> SourceFailure.CONNECT;
                default -> SourceFailure.QUERY;
            };
            if (failure == SourceFailure.CONNECT) {
                forget();
            }
            throw new SourceException(failure, file + ": " + e.getMessage(), e);
        }
    }

    private synchronized Connection opened() throws SourceException {
        if (closed) {
            throw new SourceException(SourceFailure.CONNECT, "is closed");
        }
        if (connection.isEmpty()) {
            connection = Optional.of(open());
        }
        return connection.get();
    }

    private Connection open() throws SourceException {
        try {
            EmbeddedStore.openExisting(file).close(); // of the current schema now
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout((int) Math.max(1, deadline.toMillis()));
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            return config.createConnection(EmbeddedStore.jdbcUrl(file));
        } catch (StoreException | SQLException e) {
            throw new SourceException(SourceFailure.CONNECT, String.valueOf(e.getMessage()), e);
        }
    }

    private synchronized void forget() {
        connection.ifPresent(EmbeddedStore::closeQuietly);
        connection = Optional.empty();
    }

    @Override
    public void close() {
        gate.close();
        synchronized (this) {
            closed = true;
            forget();
        }
    }
}
