package io.github.guichet.lookup.sql;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/** TLS to MariaDB with our own PEM files and errors. The driver finds this class as a service and by its {@link #type()}. */
public final class MariaDbTls implements TlsSocketPlugin {

    static final String TYPE = "guichet";

    /** For the service loader. */
    public MariaDbTls() {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress address)
            throws SQLException {
        try {
            return new TlsFiles(configuration.nonMappedOptions()).trust();
        } catch (GeneralSecurityException | IOException e) {
            throw new SQLException("cannot prepare TLS: " + e, "08000", e);
        }
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) throws SQLException {
        try {
            return new TlsFiles(configuration.nonMappedOptions()).keys();
        } catch (GeneralSecurityException | IOException e) {
            throw new SQLException("cannot prepare TLS: " + e, "08000", e);
        }
    }
}
