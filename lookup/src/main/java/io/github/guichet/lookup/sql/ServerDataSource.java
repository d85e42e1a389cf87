package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands {@link ServerChoice} to the connection pool, in the shape that the pool takes. */
final class ServerDataSource implements DataSource {

    private final ServerChoice servers;

    ServerDataSource(ServerChoice servers) {
        this.servers = servers;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return servers.connect();
        } catch (SourceException e) {
            throw new SQLException(e.getMessage(), "08001", e);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {
        // Each server's share of the deadline is set in the driver's options.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
