package io.github.guichet.lookup.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a source, cut into its servers. guichet chooses among servers itself, the same way for every database.
 *
 * <pre>
 * jdbc:mariadb://127.0.0.1:3306/postfixadmin
 * jdbc:mariadb:sequential://db1,db2:3307/postfixadmin
 * jdbc:mariadb://localhost/postfixadmin?localSocket=/run/mysqld/mysqld.sock
 * jdbc:postgresql://db1,db2/mail
 * jdbc:sqlite:/var/lib/mail/mail.db
 * </pre>
 *
 * @param dialect which database it is
 * @param servers its servers in the URL's order
 * @param order how to choose among them
 */
public record SqlUrl(SqlDialect dialect, List<SqlServer> servers, SqlSourceConfig.Order order) {

    private static final Pattern SERVER = Pattern.compile(
            "jdbc:(mariadb|mysql|postgresql):(?:([a-z-]+):)?//([^/?]*)(?:/([^?]*))?(?:\\?(.*))?", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[^:\\[\\]()=]+)(?::(\\d{1,5}))?");
    private static final String FORMS =
            "allowed are jdbc:mariadb://host[:port],…/database, jdbc:postgresql://host[:port],…/database and jdbc:sqlite:/path";

    /**
     * Reads a URL.
     *
     * @param url as in the configuration, with {@code user} and {@code password} among its options or not
     * @throws SqlUrlException says what is wrong, without the URL
     */
    public static SqlUrl parse(String url) throws SqlUrlException {
        if (url.startsWith("jdbc:sqlite:")) {
            return new SqlUrl(SqlDialect.SQLITE, List.of(file(url)), SqlSourceConfig.Order.SEQUENTIAL);
        }
        Matcher matcher = SERVER.matcher(url);
        if (!matcher.matches()) {
            throw new SqlUrlException("not the URL of a database; " + FORMS);
        }
        boolean postgresql = matcher.group(1).equals("postgresql");
        SqlSourceConfig.Order order = order(Optional.ofNullable(matcher.group(2)), postgresql);
        String database = Optional.ofNullable(matcher.group(4)).orElse("");
        Map<String, String> options =
                options(Optional.ofNullable(matcher.group(5)).orElse(""));
        SqlDialect dialect = postgresql ? SqlDialect.POSTGRESQL : SqlDialect.MARIADB;
        String socket = options.remove("localSocket");
        if (socket != null) {
            SqlServer server = unix(dialect, Path.of(socket), decode(database), options);
            return new SqlUrl(dialect, List.of(server), order);
        }
        List<SqlServer> servers = new ArrayList<>();
        for (String host : matcher.group(3).split(",", -1)) {
            Matcher address = HOST.matcher(host);
            if (!address.matches()) {
                // Not repeated here: it may hold a name and a password, as in other kinds of URL.
                throw new SqlUrlException(
                        "host " + (servers.size() + 1) + " of the URL is none; write host or host:port,"
                                + " and a name and a password beside the URL");
            }
            int port = address.group(2) == null ? 0 : Integer.parseInt(address.group(2));
            servers.add(inet(dialect, address.group(1), port, decode(database), options));
        }
        return new SqlUrl(dialect, List.copyOf(servers), order);
    }

    private static SqlSourceConfig.Order order(Optional<String> mode, boolean postgresql) throws SqlUrlException {
        if (mode.isEmpty() || (!postgresql && mode.get().equals("sequential"))) {
            return SqlSourceConfig.Order.SEQUENTIAL;
        }
        if (!postgresql && mode.get().equals("loadbalance")) {
            return SqlSourceConfig.Order.UNIX_FIRST_THEN_RANDOM;
        }
        throw new SqlUrlException(
                "the mode \"" + mode.get()
                        + "\" is not supported; allowed are jdbc:mariadb:sequential: (in order) and jdbc:mariadb:loadbalance: (random)");
    }

    /**
     * A server on the network.
     *
     * @param host a name or an address, an IPv6 address with or without brackets
     * @param port 0 for the usual one
     */
    public static SqlServer inet(
            SqlDialect dialect, String host, int port, String database, Map<String, String> options) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        String name = bare ? "[" + host + "]" : host;
        int number = port != 0 ? port : dialect == SqlDialect.POSTGRESQL ? 5432 : 3306;
        String label = name + ":" + number;
        return new SqlServer(url(dialect, label, database), label, SqlServer.reachOf(host), Optional.empty(), options);
    }

    /**
     * A server on a Unix socket of this host.
     *
     * @param socket the socket itself, also for PostgreSQL
     */
    public static SqlServer unix(SqlDialect dialect, Path socket, String database, Map<String, String> options) {
        return new SqlServer(
                url(dialect, "localhost", database),
                "unix:" + socket,
                SqlServer.Reach.UNIX,
                Optional.of(socket),
                options);
    }

    private static String url(SqlDialect dialect, String host, String database) {
        String scheme = dialect == SqlDialect.POSTGRESQL ? "jdbc:postgresql://" : "jdbc:mariadb://";
        return scheme + host + "/" + encode(database);
    }

    /** Whether text can be exchanged with PostgreSQL in an encoding. */
    public static boolean isEncoding(String encoding) {
        return WireText.postgresql(encoding).isPresent();
    }

    /** An SQLite file, opened for reading only. */
    public static SqlServer file(Path path) {
        return new SqlServer("jdbc:sqlite:" + path, path.toString(), SqlServer.Reach.FILE, Optional.empty(), Map.of());
    }

    private static SqlServer file(String url) throws SqlUrlException {
        String rest = url.substring("jdbc:sqlite:".length());
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
            throw new SqlUrlException("an SQLite source needs the path of a file: jdbc:sqlite:/path");
        }
        SqlServer plain = file(Path.of(path));
        Map<String, String> options = options(question < 0 ? "" : rest.substring(question + 1));
        return new SqlServer(plain.url(), plain.label(), plain.reach(), plain.socket(), options);
    }

    private static Map<String, String> options(String query) throws SqlUrlException {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            if (option.isEmpty()) {
                continue;
            }
            if (equals <= 0) {
                throw new SqlUrlException("the options of the URL are not of the form name=value&…");
            }
            options.put(decode(option.substring(0, equals)), decode(option.substring(equals + 1)));
        }
        return options;
    }

    /** Percent signs only: a plus sign stands for itself in these URLs. */
    private static String decode(String text) throws SqlUrlException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SqlUrlException("a percent sign in the URL is not followed by two hexadecimal digits");
        }
    }

    private static String encode(String database) {
        StringBuilder out = new StringBuilder();
        for (byte b : database.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
