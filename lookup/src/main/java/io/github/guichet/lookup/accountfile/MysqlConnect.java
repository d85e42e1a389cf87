package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.lookup.tablefile.MysqlOptions;
import io.github.guichet.lookup.tablefile.OpenSslCiphers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code connect} of Dovecot's {@code driver = mysql}, by {@code driver-mysql.c} and MariaDB's client library. Used once.
 *
 * <pre>
 * host=db1 host=/run/mysqld/mysqld.sock port=3306 dbname=mail user=mail password=secret maxconns=8
 * connect_timeout=5 read_timeout=30 write_timeout=30            the shortest that is set is the deadline of a question
 * ssl_ca=FILE ssl_ca_path=DIRECTORY                             either turns encryption on
 * ssl_cert=FILE ssl_key=FILE ssl_cipher=HIGH ssl_verify_server_cert=yes
 * option_file=FILE option_group=client                          for what is not given here
 * </pre>
 */
final class MysqlConnect {

    private static final Set<String> KEYS = Set.of(
            "hostaddr",
            "user",
            "password",
            "dbname",
            "port",
            "client_flags",
            "connect_timeout",
            "read_timeout",
            "write_timeout",
            "ssl_cert",
            "ssl_key",
            "ssl_ca",
            "ssl_ca_path",
            "ssl_cipher",
            "ssl_verify_server_cert",
            "option_file",
            "option_group");

    /** CLIENT_MULTI_RESULTS, which Dovecot sets by itself. */
    private static final int MULTI_RESULTS = 131_072;

    private final ConnectString connect;
    private final ConnectString.Problems problems;
    private final Map<String, String> values = new HashMap<>();
    private boolean failed;

    MysqlConnect(String connect, ConnectString.Problems problems) {
        this.problems = problems;
        this.connect = ConnectString.parse(connect, this::problem);
        for (String word : this.connect.words()) {
            int equals = word.indexOf('=');
            if (equals < 0 || !KEYS.contains(word.substring(0, equals))) {
                // A word without its name may be the end of a password with a space in it, which Dovecot cannot take.
                problem((equals < 0 ? "a word has no \"=\"" : "\"" + word.substring(0, equals) + "\" is not known")
                        + "; allowed are host, maxconns, "
                        + String.join(", ", KEYS.stream().sorted().toList()));
            } else {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
    }

    private void problem(String message) {
        failed = true;
        problems.add(message);
    }

    Optional<SqlSourceConfig> config(String name) {
        MysqlOptions options = MysqlOptions.of(text("option_file", ""), text("option_group", "client"), this::problem);
        checkFlags();
        List<SqlServer> servers = servers(options);
        SqlTls tls = tls(options);
        Duration deadline = deadline();
        if (failed) {
            return Optional.empty();
        }
        SqlSourceConfig config = ConnectString.config(
                name,
                SqlDialect.MARIADB,
                servers,
                text("user", options.get("user")),
                text("password", options.get("password")),
                tls);
        return Optional.of(config.withBounds(connect.poolSize(), config.queue(), deadline));
    }

    private String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    private void checkFlags() {
        int flags = number("client_flags", 999_999, 0);
        if (flags != 0 && flags != MULTI_RESULTS) {
            problem("client_flags other than " + MULTI_RESULTS + " are not supported; take them out");
        }
    }

    private int number(String key, int most, int otherwise) {
        return values.containsKey(key)
                ? ConnectString.number(text(key, ""), key, most, otherwise, this::problem)
                : otherwise;
    }

    private List<SqlServer> servers(MysqlOptions options) {
        List<String> hosts = new ArrayList<>(connect.hosts());
        if (values.containsKey("hostaddr")) {
            hosts.clear(); // it comes after every host and takes its place
            hosts.add(text("hostaddr", ""));
        }
        if (hosts.isEmpty() && values.containsKey("option_file")) {
            hosts.add(options.get("host"));
        }
        if (hosts.isEmpty()) {
            problem("names no host");
        }
        List<SqlServer> servers = new ArrayList<>();
        String database = text("dbname", options.get("database"));
        for (String host : hosts) {
            servers.add(server(host, database, options));
        }
        return servers;
    }

    private SqlServer server(String host, String database, MysqlOptions options) {
        if (host.startsWith("/")) {
            return SqlUrl.unix(SqlDialect.MARIADB, Path.of(host), database, Map.of());
        }
        if (host.isEmpty() || host.equalsIgnoreCase("localhost")) {
            // To MySQL's clients localhost is the Unix socket, whatever the port.
            return SqlUrl.unix(SqlDialect.MARIADB, options.socket(), database, Map.of());
        }
        int port = number("port", 65535, 0);
        String fromFile = options.get("port");
        int usual = fromFile.matches("[0-9]{1,5}") ? Integer.parseInt(fromFile) : 0;
        return SqlUrl.inet(SqlDialect.MARIADB, host, port == 0 ? usual : port, database, Map.of());
    }

    private SqlTls tls(MysqlOptions options) {
        String verify = text("ssl_verify_server_cert", "yes");
        if (!verify.equals("yes") && !verify.equals("no")) {
            problem("ssl_verify_server_cert is neither yes nor no");
        }
        // Without one of these two Dovecot leaves everything about encryption to the option files.
        boolean own = values.containsKey("ssl_ca") || values.containsKey("ssl_ca_path");
        boolean verified = own ? verify.equals("yes") : options.isSet("ssl-verify-server-cert");
        Optional<Path> ca = path(own, "ssl_ca", options.get("ssl-ca"));
        Optional<Path> directory = path(own, "ssl_ca_path", options.get("ssl-capath"));
        boolean wanted = ca.isPresent() || directory.isPresent() || verified || options.isSet("ssl");
        SqlTls.Mode mode = !wanted ? SqlTls.Mode.OFF : verified ? SqlTls.Mode.VERIFIED : SqlTls.Mode.OPPORTUNISTIC;
        return new SqlTls(
                mode,
                ca,
                directory,
                path(own, "ssl_cert", options.get("ssl-cert")),
                path(own, "ssl_key", options.get("ssl-key")),
                OpenSslCiphers.toJava(own ? text("ssl_cipher", "HIGH") : options.get("ssl-cipher"), this::problem));
    }

    private Optional<Path> path(boolean own, String key, String fromFile) {
        return Optional.of(own ? text(key, "") : fromFile)
                .filter(t -> !t.isEmpty())
                .map(Path::of);
    }

    /** A question has one deadline here, connecting included; Dovecot's own 30 s are longer than its peers wait. */
    private Duration deadline() {
        int shortest = 0;
        for (String key : List.of("connect_timeout", "read_timeout", "write_timeout")) {
            int seconds = number(key, 3600, 0);
            if (seconds > 0 && (shortest == 0 || seconds < shortest)) {
                shortest = seconds;
            }
        }
        return Duration.ofSeconds(shortest == 0 ? 2 : shortest);
    }
}
