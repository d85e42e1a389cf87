package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connection of a mysql_table(5) file, by {@code dict_mysql.c} and MariaDB's client library. */
final class MysqlFile {

    /**
     * Character sets in which a byte of UTF-8 is never taken for part of a quote: the driver escapes bytes, and in GBK, Big5
     * or Shift-JIS a letter of two bytes may end in a backslash.
     */
    private static final Set<String> CHARSETS = Set.of(
            "utf8mb4",
            "utf8mb3",
            "utf8",
            "binary",
            "ascii",
            "latin1",
            "latin2",
            "latin5",
            "latin7",
            "cp1250",
            "cp1251",
            "cp1256",
            "cp1257",
            "cp850",
            "cp852",
            "cp866",
            "koi8r",
            "koi8u",
            "greek",
            "hebrew",
            "macce",
            "macroman",
            "keybcs2",
            "dec8",
            "hp8",
            "armscii8",
            "geostd8");

    private final PostfixFile file;

    MysqlFile(PostfixFile file) {
        this.file = file;
    }

    SqlFile.Connection connection() {
        MysqlOptions options = options();
        // As mysql_real_connect() has it: a user that is empty comes from the option files; a password does not,
        // because
        // Postfix always gives one, be it empty.
        String user = file.text("user").orElseGet(() -> options.get("user"));
        String password = file.text("password", "");
        String database = file.required("dbname", "");
        return new SqlFile.Connection(
                SqlDialect.MARIADB, servers(database, options), user, password, charset(), tls(options));
    }

    private MysqlOptions options() {
        return MysqlOptions.of(
                file.text("option_file", ""),
                file.text("option_group", "client"),
                message -> file.problem("option_file", message));
    }

    private String charset() {
        String charset = file.required("charset", "utf8mb4").toLowerCase(Locale.ROOT);
        if (!charset.isEmpty() && !CHARSETS.contains(charset)) {
            file.problem(
                    "charset",
                    "\"" + charset + "\" is not supported: a key in UTF-8 could break out of its quotes; allowed are "
                            + String.join(", ", CHARSETS.stream().sorted().toList()));
        }
        return charset;
    }

    private List<SqlServer> servers(String database, MysqlOptions options) {
        List<SqlServer> servers = new ArrayList<>();
        for (String host : file.text("hosts", "").split("[, \t\r\n]+", -1)) {
            if (!host.isEmpty()) {
                servers.add(server(host, database, options));
            }
        }
        if (servers.isEmpty()) {
            servers.add(server("localhost", database, options));
        }
        return servers;
    }

    private SqlServer server(String text, String database, MysqlOptions options) {
        if (text.startsWith("unix:")) {
            return SqlUrl.unix(SqlDialect.MARIADB, Path.of(text.substring(5)), database, Map.of());
        }
        String address = text.startsWith("inet:") ? text.substring(5) : text;
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        int port = number(colon < 0 ? options.get("port") : address.substring(colon + 1), text);
        if (host.equalsIgnoreCase("localhost")) {
            String other = options.get("host");
            if (!other.isEmpty() && !other.equalsIgnoreCase("localhost")) {
                return SqlUrl.inet(SqlDialect.MARIADB, other, port, database, Map.of());
            }
            // To MySQL's clients localhost is the Unix socket, whatever the port.
            return SqlUrl.unix(SqlDialect.MARIADB, options.socket(), database, Map.of());
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || bare.startsWith("/")) {
            file.problem(
                    "hosts",
                    "\"" + text + "\" is not a server; allowed are unix:/path, inet:host:port, host:port, host");
        }
        return SqlUrl.inet(SqlDialect.MARIADB, bare, port, database, Map.of());
    }

    private int number(String port, String host) {
        if (port.isEmpty()) {
            return 0;
        }
        if (port.equals("mysql")) {
            return 3306;
        }
        if (port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65535) {
            return Integer.parseInt(port);
        }
        file.problem("hosts", "\"" + host + "\" has no port number from 0 to 65535 behind its last colon");
        return 0;
    }

    /** TLS when any of its parameters is set, verified when {@code tls_verify_cert = yes}; not over Unix sockets. */
    private SqlTls tls(MysqlOptions options) {
        Optional<Path> ca = path("tls_CAfile", options.get("ssl-ca"));
        Optional<Path> directory = path("tls_CApath", options.get("ssl-capath"));
        Optional<Path> certificate = path("tls_cert_file", options.get("ssl-cert"));
        Optional<Path> key = path("tls_key_file", options.get("ssl-key"));
        String ciphers = file.text("tls_ciphers").orElseGet(() -> options.get("ssl-cipher"));
        boolean verify = file.yes("tls_verify_cert", options.isSet("ssl-verify-server-cert"));
        boolean wanted = options.isSet("ssl")
                || verify
                || ca.isPresent()
                || directory.isPresent()
                || certificate.isPresent()
                || key.isPresent()
                || !ciphers.isEmpty();
        SqlTls.Mode mode = !wanted ? SqlTls.Mode.OFF : verify ? SqlTls.Mode.VERIFIED : SqlTls.Mode.OPPORTUNISTIC;
        return new SqlTls(
                mode,
                ca,
                directory,
                certificate,
                key,
                OpenSslCiphers.toJava(ciphers, message -> file.problem("tls_ciphers", message)));
    }

    private Optional<Path> path(String key, String otherwise) {
        String text = file.text(key).orElse(otherwise);
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
