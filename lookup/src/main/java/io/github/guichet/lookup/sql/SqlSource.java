package io.github.guichet.lookup.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.SourceGate;
import io.github.guichet.lookup.SourceQueue;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.certificate.SourceCertificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One database. Opening it connects to nothing; the first question does.
 *
 * <p>A question waits in a bounded queue for one of as many workers as there are connections. A connection that turns out to
 * be broken, as after the server closed an idle one, is replaced and the question asked once more, all within its deadline.
 */
public final class SqlSource implements Source {

    /** A question to the database. */
    @FunctionalInterface
    public interface Question<T> {
        /**
         * Asks. Is run a second time, on another connection, if the first turned out to be broken.
         *
         * @param connection in autocommit mode, and to be left so
         * @param deadline give up by then
         */
        T ask(Connection connection, Deadline deadline) throws SQLException, SourceException;
    }

    /** Looks at a connection before it is used. */
    @FunctionalInterface
    public interface ConnectionCheck {
        /**
         * Looks.
         *
         * @throws SQLException when what is at its other end cannot be used: the source is then unavailable
         */
        void check(Connection connection) throws SQLException;
    }

    /**
     * What the pool holds, for the metrics.
     *
     * @param active connections in use
     * @param idle connections not in use
     * @param queued questions waiting for a worker
     * @param most connections there may be
     */
    public record Pool(int active, int idle, int queued, int most) {}

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250); // HikariCP takes no less
    private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10); // nor here
    private static final Executor SAME_THREAD = Runnable::run;

    private final SqlSourceConfig config;
    private final SqlCertificates tls;
    private final ServerChoice servers;
    private final DeadlineWatch watch;
    private final SourceGate gate;
    private final Object lock = new Object();
    private Optional<HikariDataSource> pool = Optional.empty();
    private boolean closed;

    private SqlSource(SqlSourceConfig config, LookupObserver observer, ConnectionCheck check) {
        this.config = config;
        this.tls = new SqlCertificates(config);
        this.servers = new ServerChoice(config, check, tls.shown());
        this.watch = new DeadlineWatch(config);
        this.gate = new SourceGate(
                config.name(), config.poolSize(), config.queue(), config.deadline(), this::probe, observer);
    }

    /**
     * Opens a source. Never fails because the server is down, and does not block.
     *
     * @param observer hears of times and failures
     */
    public static SqlSource open(SqlSourceConfig config, LookupObserver observer) {
        return new SqlSource(config, observer, connection -> {});
    }

    /**
     * Opens a source as {@link #open(SqlSourceConfig, LookupObserver)} does.
     *
     * @param check looks at each new connection
     */
    public static SqlSource open(SqlSourceConfig config, LookupObserver observer, ConnectionCheck check) {
        return new SqlSource(config, observer, check);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public SourceState state() {
        return gate.state();
    }

    @Override
    public SourceQueue queue() {
        return gate.queue();
    }

    @Override
    public List<SourceCertificate> certificates() {
        return tls.certificates();
    }

    /** What the source was opened with. */
    public SqlSourceConfig config() {
        return config;
    }

    /** What the pool holds now. */
    public Pool pool() {
        Optional<HikariPoolMXBean> bean;
        synchronized (lock) {
            bean = pool.map(HikariDataSource::getHikariPoolMXBean);
        }
        return new Pool(
                bean.map(HikariPoolMXBean::getActiveConnections).orElse(0),
                bean.map(HikariPoolMXBean::getIdleConnections).orElse(0),
                gate.queue().waiting(),
                config.poolSize());
    }

    /** Asks on a worker; see {@link SourceGate#ask}. */
    public <T> CompletableFuture<T> ask(Question<T> question, Function<String, T> unavailable) {
        return gate.ask(deadline -> askPooled(question, deadline), unavailable);
    }

    private <T> T askPooled(Question<T> question, Deadline deadline) throws SourceException {
        HikariDataSource connections = connections();
        if (watch.fileHasChanged()) {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
        for (boolean again = false; ; again = true) {
            try (Connection connection = pooled(connections, deadline)) {
                try {
                    return askOn(connection, question, deadline);
                } catch (SQLException e) {
                    SourceException failure = SqlErrors.asking(config.dialect(), e);
                    boolean broken = failure.failure() == SourceFailure.CONNECT;
                    if (broken || failure.failure() == SourceFailure.DEADLINE) {
                        connections.evictConnection(connection);
                    }
                    if (!broken || again || deadline.passed()) {
                        throw failure;
                    }
                    // The others are as old as this one.
                    connections.getHikariPoolMXBean().softEvictConnections();
                }
            } catch (SQLException e) {
                throw SqlErrors.asking(config.dialect(), e); // giving the connection back
            }
        }
    }

    private <T> T askOn(Connection connection, Question<T> question, Deadline deadline)
            throws SQLException, SourceException {
        if (config.dialect() != SqlDialect.SQLITE) {
            connection.setNetworkTimeout(SAME_THREAD, deadline.leftMillis());
        }
        Runnable done = watch.interruptAt(deadline, connection);
        try {
            return question.ask(connection, deadline);
        } finally {
            done.run();
        }
    }

    /** A connection from the pool; sooner than the deadline when connecting fails. */
    private Connection pooled(HikariDataSource connections, Deadline deadline) throws SourceException {
        long began = System.nanoTime();
        for (int round = 0; ; round++) {
            try {
                return connections.getConnection();
            } catch (SQLException e) {
                Optional<ServerChoice.Failure> failure = servers.lastFailure().filter(f -> f.nanoTime() - began > 0);
                if (failure.isPresent()) {
                    throw failure.get().exception();
                }
                // The pool's own reason may be an old one in the first round.
                boolean refused = e.getCause() != null && round > 0;
                if (refused || deadline.passed() || connections.isClosed()) {
                    throw new SourceException(SourceFailure.CONNECT, "no connection: " + SqlErrors.text(e), e);
                }
            }
        }
    }

    /** Made by the first question: a pool costs threads and some time, and `check-config` needs none. */
    private HikariDataSource connections() throws SourceException {
        synchronized (lock) {
            if (closed) {
                throw new SourceException(SourceFailure.CONNECT, "is closed");
            }
            if (pool.isEmpty()) {
                pool = Optional.of(new HikariDataSource(poolConfig()));
            }
            return pool.get();
        }
    }

    private HikariConfig poolConfig() {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("source-" + config.name());
        hikari.setDataSource(new ServerDataSource(servers));
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setMinimumIdle(0);
        hikari.setInitializationFailTimeout(-1);
        hikari.setReadOnly(config.dialect() == SqlDialect.SQLITE); // as it is opened
        hikari.setConnectionTimeout(SHORTEST_WAIT.toMillis());
        hikari.setValidationTimeout(
                Math.max(SHORTEST_WAIT.toMillis(), config.deadline().toMillis() / 4));
        hikari.setIdleTimeout(Math.max(SHORTEST_IDLE.toMillis(), config.idle().toMillis()));
        return hikari;
    }

    /** On a connection of its own: all of the pool's may be stuck. */
    private Boolean probe(Deadline deadline) throws SourceException {
        try (Connection connection = servers.connect()) {
            if (!connection.isValid(Math.max(1, deadline.leftMillis() / 1000))) {
                throw new SourceException(SourceFailure.CONNECT, "takes connections but does not answer");
            }
            return true;
        } catch (SQLException e) {
            throw SqlErrors.asking(config.dialect(), e);
        }
    }

    @Override
    public void connect() throws SourceException {
        Boolean unused = probe(Deadline.in(config.deadline()));
    }

    /**
     * Asks something long, such as for all keys, on a connection of its own and on the caller's thread.
     *
     * @param patience how long the server may be silent
     */
    <T> T askAlone(Question<T> question, Duration patience) throws SourceException {
        try (Connection connection = servers.connect()) {
            if (config.dialect() != SqlDialect.SQLITE) {
                connection.setNetworkTimeout(SAME_THREAD, (int) patience.toMillis());
            }
            return question.ask(connection, Deadline.in(patience));
        } catch (SQLException e) {
            throw SqlErrors.asking(config.dialect(), e);
        }
    }

    @Override
    public void close() {
        gate.close();
        synchronized (lock) {
            closed = true;
            pool.ifPresent(HikariDataSource::close);
        }
        watch.close();
    }

    /** The server's name and what it is, never a password. */
    @Override
    public String toString() {
        return config.toString();
    }
}
