package io.github.guichet.lookup.sql;

import java.sql.Driver;
import java.util.Properties;
import java.util.Set;

/** The options with which each driver behaves as Postfix's own client library would. */
final class DriverOptions {

    /** Options of a URL that guichet sets itself. */
    private static final Set<String> LOGIN = Set.of("user", "password");

    private DriverOptions() {}

    static Driver driver(SqlDialect dialect) {
        return switch (dialect) {
            case MARIADB -> new org.mariadb.jdbc.Driver();
            case POSTGRESQL -> byName("org.postgresql.Driver");
            case SQLITE -> new org.sqlite.JDBC();
        };
    }

    /** This one's class wants annotations at compile time that its jar does not bring. */
    private static Driver byName(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is not there", e);
        }
    }

    static Properties of(SqlSourceConfig config, SqlServer server) {
        Properties options = new Properties();
        login(config, server, options);
        switch (config.dialect()) {
            case MARIADB -> mariadb(config, server, options);
            case POSTGRESQL -> postgresql(config, server, options);
            case SQLITE -> sqlite(config, options);
        }
        server.properties().forEach((name, value) -> {
            if (!LOGIN.contains(name)) {
                options.setProperty(name, value);
            }
        });
        return options;
    }

    private static void login(SqlSourceConfig config, SqlServer server, Properties options) {
        String user = server.properties().getOrDefault("user", config.user());
        String password = server.properties().getOrDefault("password", config.password());
        if (!user.isEmpty()) {
            options.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            options.setProperty("password", password);
        }
    }

    /** The share of the deadline that one server gets, so that a second one can still answer in time. */
    private static long connectMillis(SqlSourceConfig config) {
        return Math.max(50, config.deadline().toMillis() / config.servers().size());
    }

    private static void mariadb(SqlSourceConfig config, SqlServer server, Properties options) {
        options.setProperty("connectTimeout", String.valueOf(connectMillis(config)));
        options.setProperty("socketTimeout", String.valueOf(connectMillis(config)));
        options.setProperty("permitRedirect", "false"); // a server does not decide where our questions go
        options.setProperty("allowLocalInfile", "false");
        options.setProperty("jdbcCompliantTruncation", "false"); // would change sql_mode
        options.setProperty("tinyInt1isBit", "false");
        options.setProperty("transformedBitIsBoolean", "false");
        options.setProperty("yearIsDateType", "false");
        options.setProperty(
                "useServerPrepStmts", "false"); // a bound text is a literal, with a literal's type and collation
        server.socket().ifPresent(path -> {
            options.setProperty("socketFactory", UnixSocketFactory.class.getName());
            options.setProperty(UnixSocketFactory.MARIADB_OPTION, path.toString());
        });
        SqlTls tls = config.tls();
        String mode = switch (tls.modeFor(server)) {
            case OFF, AUTOMATIC -> "disable";
            case OPPORTUNISTIC -> "allow";
            case VERIFIED -> "verify-full";
        };
        options.setProperty("sslMode", mode);
        options.setProperty("tlsSocketType", MariaDbTls.TYPE);
        options.setProperty("deferCertificateValidation", "false");
        if (!tls.ciphers().isEmpty()) {
            options.setProperty("enabledSslCipherSuites", tls.ciphers());
        }
        TlsFiles.toOptions(tls, server, options);
    }

    private static void postgresql(SqlSourceConfig config, SqlServer server, Properties options) {
        String seconds = String.valueOf(Math.max(1, (connectMillis(config) + 999) / 1000));
        options.setProperty("connectTimeout", seconds);
        options.setProperty("loginTimeout", seconds);
        options.setProperty("socketTimeout", seconds);
        // Parameters are put into the statement as literals of unknown type, as Postfix's would be.
        options.setProperty("preferQueryMode", "simple");
        options.setProperty("stringtype", "unspecified");
        options.setProperty("gssEncMode", "disable");
        server.socket().ifPresent(path -> {
            options.setProperty("socketFactory", UnixSocketFactory.class.getName());
            options.setProperty("socketFactoryArg", path.toString());
        });
        SqlTls tls = config.tls();
        String mode = switch (tls.modeFor(server)) {
            case OFF, AUTOMATIC -> "disable";
            case OPPORTUNISTIC -> "prefer";
            case VERIFIED -> "verify-full";
        };
        options.setProperty("sslmode", mode);
        if (tls.modeFor(server) == SqlTls.Mode.VERIFIED) {
            options.setProperty("sslfactory", PostgresqlTls.class.getName());
            TlsFiles.toOptions(tls, server, options);
        }
    }

    private static void sqlite(SqlSourceConfig config, Properties options) {
        options.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY: a missing file is an error, not a new one
        options.setProperty("busy_timeout", String.valueOf(config.deadline().toMillis()));
    }
}
