package io.github.guichet.lookup.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/** Gives {@link UnixSocket}s to the drivers of MariaDB and PostgreSQL, which create this class by its name. */
public final class UnixSocketFactory extends ConfigurableSocketFactory {

    /** The option of a MariaDB connection that holds the path. */
    static final String MARIADB_OPTION = "guichetSocket";

    private Path path;

    /** For MariaDB's driver, which calls {@link #setConfiguration} next. */
    public UnixSocketFactory() {
        this("/nonexistent");
    }

    /** For PostgreSQL's driver. */
    public UnixSocketFactory(String path) {
        this.path = Path.of(path);
    }

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        path = Path.of(configuration.nonMappedOptions().getProperty(MARIADB_OPTION, "/nonexistent"));
    }

    @Override
    public Socket createSocket() throws IOException {
        return new UnixSocket(path);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        UnixSocket socket = new UnixSocket(path);
        socket.connect(null, 0);
        return socket;
    }
}
