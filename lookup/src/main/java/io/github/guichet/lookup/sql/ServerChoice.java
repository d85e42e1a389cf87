package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.certificate.ShownCertificate;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to the first server of a source that takes one. Servers that failed a short while ago come last. Safe for
 * use by many threads.
 */
final class ServerChoice {

    /** The last failure of a connection attempt that found no server at all. */
    record Failure(long nanoTime, SourceException exception) {}

    private final SqlSourceConfig config;
    private final SqlSource.ConnectionCheck check;
    private final ShownCertificate shown;
    private final Driver driver;
    private final Map<SqlServer, Long> failedAt = new ConcurrentHashMap<>();
    private volatile Optional<Failure> lastFailure = Optional.empty();

    /**
     * Connects to nobody yet.
     *
     * @param shown is told of the certificates that servers show
     */
    ServerChoice(SqlSourceConfig config, SqlSource.ConnectionCheck check, ShownCertificate shown) {
        this.config = config;
        this.shown = shown;
        this.check = check;
        this.driver = DriverOptions.driver(config.dialect());
    }

    /** The last attempt's failure, if it failed. */
    Optional<Failure> lastFailure() {
        return lastFailure;
    }

    /**
     * Connects. Blocks for the source's deadline at most.
     *
     * @throws SourceException when no server takes a connection: all their reasons
     */
    Connection connect() throws SourceException {
        List<String> reasons = new ArrayList<>();
        for (SqlServer server : inOrder()) {
            try {
                Connection connection = connect(server);
                failedAt.remove(server);
                lastFailure = Optional.empty();
                return connection;
            } catch (SQLException e) {
                failedAt.put(server, System.nanoTime());
                reasons.add(String.valueOf(SqlErrors.connecting(server, e).getMessage()));
            }
        }
        SourceException failure = new SourceException(SourceFailure.CONNECT, String.join("; ", reasons));
        lastFailure = Optional.of(new Failure(System.nanoTime(), failure));
        throw failure;
    }

    private Connection connect(SqlServer server) throws SQLException {
        Connection connection = connected(server);
        if (connection == null) {
            throw new SQLException("the driver does not know this kind of URL");
        }
        try {
            if (config.dialect() == SqlDialect.MARIADB) {
                setNames(connection);
            }
            check.check(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private @Nullable Connection connected(SqlServer server) throws SQLException {
        Properties options = DriverOptions.of(config, server);
        ShownCertificates.begin(options, shown);
        try {
            return driver.connect(server.url(), options);
        } finally {
            ShownCertificates.end(options);
        }
    }

    /** As Postfix does: literals get the character set's default collation, whatever the driver's handshake chose. */
    private void setNames(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET NAMES " + (config.charset().isEmpty() ? "utf8mb4" : config.charset()));
        }
    }

    private List<SqlServer> inOrder() {
        List<SqlServer> order = new ArrayList<>(config.servers());
        switch (config.order()) {
            case SEQUENTIAL -> {
                // as written
            }
            case UNIX_FIRST_THEN_RANDOM -> {
                Collections.shuffle(order);
                order.sort((a, b) -> Boolean.compare(isNetwork(a), isNetwork(b)));
            }
        }
        long now = System.nanoTime();
        order.sort((a, b) -> Boolean.compare(failedLately(a, now), failedLately(b, now)));
        return order;
    }

    private static boolean isNetwork(SqlServer server) {
        return server.reach() != SqlServer.Reach.UNIX;
    }

    private boolean failedLately(SqlServer server, long now) {
        Long at = failedAt.get(server);
        return at != null && now - at < config.retry().toNanos();
    }
}
