package io.github.guichet.lookup.sql;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.postgresql.ssl.WrappedFactory;

/** TLS to PostgreSQL with our own PEM files and errors. The driver creates this class by its name. */
public final class PostgresqlTls extends WrappedFactory {

    /**
     * Prepares TLS for one connection.
     *
     * @param options the connection's options
     * @throws GeneralSecurityException when a certificate or key cannot be used
     * @throws IOException when a file cannot be read
     */
    public PostgresqlTls(Properties options) throws GeneralSecurityException, IOException {
        TlsFiles files = new TlsFiles(options);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(files.keys(), files.trust(), null);
        factory = context.getSocketFactory();
    }
}
