package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's connection URIs and the parameters of its connection strings, by libpq's manual. */
public final class PgsqlUri {

    private static final Pattern URI = Pattern.compile(
            "(?:postgresql|postgres)://(?:([^@/?:]*)(?::([^@/?]*))?@)?([^/?]*)(?:/([^?]*))?(?:\\?(.*))?",
            Pattern.DOTALL);

    /** What libpq calls it, and what the driver does. */
    private static final Map<String, String> OPTIONS = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "sslpassword", "sslpassword",
            "application_name", "ApplicationName",
            "options", "options",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding");

    /** What guichet decides itself, or what changes nothing for a question and its answer. */
    private static final Set<String> IGNORED = Set.of(
            "client_encoding",
            "fallback_application_name",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "gssencmode",
            "load_balance_hosts",
            "sslcompression",
            "sslsni");

    private PgsqlUri() {}

    /** The servers of a URI; problems name no password. */
    public static List<SqlServer> servers(String uri, Consumer<String> problems) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            problems.accept(
                    "not a PostgreSQL connection URI; the form is postgresql://user:password@host:port/dbname?options");
            return List.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "user", matcher.group(1));
        put(parameters, "password", matcher.group(2));
        put(parameters, "dbname", matcher.group(4));
        for (String option : text(matcher.group(5)).split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                put(parameters, option.substring(0, equals), option.substring(equals + 1));
            }
        }
        String hosts = parameters.containsKey("host") ? parameters.get("host") : matcher.group(3);
        return servers(text(hosts), parameters, problems);
    }

    /**
     * The servers of a connection string.
     *
     * @param hosts with commas between; one that is empty or a directory is a Unix socket
     * @param parameters by libpq's names, without the hosts
     * @param problems hears what is not supported; is told no password
     */
    public static List<SqlServer> servers(String hosts, Map<String, String> parameters, Consumer<String> problems) {
        String user = parameters.getOrDefault("user", System.getProperty("user.name", ""));
        Map<String, String> options = new HashMap<>();
        options.put("user", user);
        options.put("password", parameters.getOrDefault("password", ""));
        parameters.forEach((name, value) -> {
            if (OPTIONS.containsKey(name)) {
                options.put(OPTIONS.get(name), value);
            } else if (!IGNORED.contains(name)
                    && !Set.of("user", "password", "dbname", "host", "port").contains(name)) {
                problems.accept("the option " + name + " of a connection is not supported; allowed are "
                        + String.join(", ", OPTIONS.keySet().stream().sorted().toList()));
            }
        });
        String database = parameters.getOrDefault("dbname", user);
        List<SqlServer> servers = new ArrayList<>();
        String[] ports = parameters.getOrDefault("port", "").split(",", -1);
        String[] names = hosts.split(",", -1);
        for (int i = 0; i < names.length; i++) {
            String host = names[i];
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon > host.lastIndexOf(']');
            String port = hasPort ? host.substring(colon + 1) : ports[Math.min(i, ports.length - 1)];
            String name = decode(hasPort ? host.substring(0, colon) : host);
            int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
            if (number > 65535 || (number == 0 && !port.isEmpty())) {
                problems.accept("a connection has a port that is no number from 1 to 65535");
            } else if (name.isEmpty() || name.startsWith("/")) {
                String socket = ".s.PGSQL." + (number == 0 ? 5432 : number);
                Path directory = Path.of(name.isEmpty() ? "/var/run/postgresql" : name);
                servers.add(SqlUrl.unix(SqlDialect.POSTGRESQL, directory.resolve(socket), database, options));
            } else {
                servers.add(SqlUrl.inet(SqlDialect.POSTGRESQL, name, number, database, options));
            }
        }
        return servers;
    }

    private static void put(
            Map<String, String> parameters, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, decode(value));
        }
    }

    private static String text(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
