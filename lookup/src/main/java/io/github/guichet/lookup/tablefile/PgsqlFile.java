package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The connection of a pgsql_table(5) file, by {@code dict_pgsql.c} and libpq. */
final class PgsqlFile {

    private final PostfixFile file;

    PgsqlFile(PostfixFile file) {
        this.file = file;
    }

    SqlFile.Connection connection() {
        String database = file.text("dbname", "");
        // libpq logs in as the user it runs as when none is given.
        String user = file.text("user").orElseGet(() -> System.getProperty("user.name", ""));
        String encoding = file.required("encoding", "UTF8");
        if (!encoding.isEmpty() && !SqlUrl.isEncoding(encoding)) {
            file.problem(
                    "encoding",
                    "\"" + encoding
                            + "\" is not supported; allowed are UTF8, SQL_ASCII, LATIN1, LATIN2, LATIN5, LATIN9, "
                            + "WIN1250, WIN1251, WIN1252, KOI8R");
        }
        return new SqlFile.Connection(
                SqlDialect.POSTGRESQL,
                servers(database),
                user,
                file.text("password", ""),
                encoding,
                SqlTls.of(SqlTls.Mode.OPPORTUNISTIC)); // libpq's sslmode=prefer
    }

    private List<SqlServer> servers(String database) {
        List<SqlServer> servers = new ArrayList<>();
        for (String host : file.text("hosts", "").split("[, \t\r\n]+", -1)) {
            if (host.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
                servers.addAll(PgsqlUri.servers(host, message -> file.problem("hosts", message)));
            } else if (!host.isEmpty()) {
                servers.add(server(host, database));
            }
        }
        if (servers.isEmpty() && file.text("hosts", "").isBlank()) {
            servers.add(server("localhost", database));
        }
        if (servers.isEmpty()) {
            servers.add(SqlUrl.inet(SqlDialect.POSTGRESQL, "localhost", 0, database, Map.of()));
        }
        return servers;
    }

    private SqlServer server(String text, String database) {
        if (database.isEmpty()) {
            file.problem("dbname", "must be set for the server " + text);
        }
        boolean prefixed = text.startsWith("unix:") || text.startsWith("inet:");
        String address = prefixed ? text.substring(5) : text;
        if (address.startsWith("/") || address.isEmpty()) {
            String directory = address.isEmpty() ? "/var/run/postgresql" : address;
            return SqlUrl.unix(SqlDialect.POSTGRESQL, Path.of(directory, ".s.PGSQL.5432"), database, Map.of());
        }
        int colon = address.lastIndexOf(':');
        String port = colon < 0 ? "" : address.substring(colon + 1);
        if (!port.isEmpty() && !(port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65535)) {
            file.problem("hosts", "\"" + text + "\" has no port number from 0 to 65535 behind its last colon");
            port = "";
        }
        String host = colon < 0 ? address : address.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return SqlUrl.inet(
                SqlDialect.POSTGRESQL, bare, port.isEmpty() ? 0 : Integer.parseInt(port), database, Map.of());
    }
}
