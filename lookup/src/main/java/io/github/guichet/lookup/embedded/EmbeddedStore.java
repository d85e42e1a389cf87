package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The embedded store, for those who change it. An SQLite file in WAL mode: a daemon that reads and several commands that
 * write can use it at the same time.
 *
 * <p>Every method of it and of its parts is one transaction: it happens wholly or not at all. Blocks. Safe for use by many
 * threads, one after the other.
 */
public final class EmbeddedStore implements AutoCloseable {

    /** How long a writer waits for another. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException, StoreException;
    }

    private final Path file;
    private final Connection connection;

    private EmbeddedStore(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the store, creates it when the file does not exist, and brings an older one to the current schema.
     *
     * @param file its directory must exist and must not be writable for others; a new file gets mode 0600
     * @throws StoreException when the file cannot be used, belongs to another program, or to a newer guichet
     */
    public static EmbeddedStore open(Path file) throws StoreException {
        StoreFile.prepare(file);
        Connection connection = null;
        try {
            connection = config().createConnection(jdbcUrl(file));
            EmbeddedStore store = new EmbeddedStore(file, connection);
            store.becomeCurrent();
            return store;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw failed(file, e);
        } catch (StoreException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** Opens the store as {@link #open} does, but only if its file exists. */
    public static EmbeddedStore openExisting(Path file) throws StoreException {
        if (!Files.exists(file)) {
            throw new StoreException(StoreException.Kind.FAILED, file + ": there is no such file");
        }
        return open(file);
    }

    /** By which URL the store is asked through JDBC. */
    public static String jdbcUrl(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /**
     * Opens the store for those who ask it: the daemon. A file that a newer guichet wrote, or another program, is unavailable.
     *
     * @param config with the URL of {@link #jdbcUrl}
     */
    public static SqlSource source(SqlSourceConfig config, LookupObserver observer) {
        return SqlSource.open(config, observer, Schema::requireReadable);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // A transaction that begins by reading and then writes can fail at once when another writes between; one that
        // begins as a writer waits for its turn.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config;
    }

    private void becomeCurrent() throws SQLException, StoreException {
        if (!Schema.isCurrent(connection)) {
            transaction(c -> {
                Schema.migrate(c);
                return Change.DONE;
            });
        }
        Optional<String> mode = Sql.first(connection, "PRAGMA journal_mode", row -> row.getString(1));
        if (!mode.equals(Optional.of("wal"))) {
            useWal();
        }
    }

    private void useWal() throws SQLException {
        try {
            Sql.first(connection, "PRAGMA journal_mode = WAL", row -> row.getString(1));
        } catch (SQLiteException e) {
            // SQLite does not wait for others when it changes the journal mode. Whoever else is here now is doing the
            // same, or the next one to open the file will.
            if (e.getResultCode() != SQLiteErrorCode.SQLITE_BUSY) {
                throw e;
            }
        }
    }

    /** Domains. */
    public Domains domains() {
        return new Domains(this);
    }

    /** Mailboxes. */
    public Mailboxes mailboxes() {
        return new Mailboxes(this);
    }

    /** What belongs to logging in. */
    public Logins logins() {
        return new Logins(this);
    }

    /** Aliases. */
    public Aliases aliases() {
        return new Aliases(this);
    }

    /** Send-as rights. */
    public Senders senders() {
        return new Senders(this);
    }

    /** Limits for some who send. */
    public SendLimits sendLimits() {
        return new SendLimits(this);
    }

    /** Who may write to which alias. */
    public ListAccess listAccess() {
        return new ListAccess(this);
    }

    /** Does something wholly or not at all. */
    synchronized <T> T transaction(Work<T> work) throws StoreException {
        try {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (StoreException e) {
                connection.rollback();
                throw e.kind() == StoreException.Kind.FAILED
                        ? new StoreException(e.kind(), file + ": " + e.getMessage(), e)
                        : e;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static StoreException failed(Path file, SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        String reason = switch (code) {
            case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_LOCKED ->
                "another process has been writing for " + PATIENCE.toSeconds() + " s; try again";
            case SQLITE_NOTADB -> "is no SQLite file";
            case SQLITE_CORRUPT -> "is damaged; restore a backup";
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_READONLY -> "cannot be written to";
            default -> e.getMessage();
        };
        return new StoreException(StoreException.Kind.FAILED, file + ": " + reason, e);
    }

    static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The failure that made us close it is the one to report.
            }
        }
    }

    @Override
    public void close() throws StoreException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }
}
