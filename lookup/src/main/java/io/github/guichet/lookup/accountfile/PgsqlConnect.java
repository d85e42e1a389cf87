package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.tablefile.PgsqlUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code connect} of Dovecot's {@code driver = pgsql}: a connection string or URI of libpq, with several {@code host=} and
 * {@code maxconns=} of Dovecot's own. Used once.
 *
 * <pre>
 * host=db1,db2 port=5432 dbname=mail user=mail password='with a space' sslmode=verify-full
 * host=/var/run/postgresql dbname=mail maxconns=5
 * postgresql://mail:secret@db1/mail?sslmode=require
 * </pre>
 */
final class PgsqlConnect {

    /** libpq's manual, "Keyword/Value Connection Strings". */
    private static final Pattern PAIR = Pattern.compile(
            "\\s*([A-Za-z_]+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|((?:[^\\s'\\\\]|\\\\.)*))(?=\\s|$)", Pattern.DOTALL);

    private final ConnectString connect;
    private final ConnectString.Problems problems;
    private boolean failed;

    PgsqlConnect(String connect, ConnectString.Problems problems) {
        this.problems = problems;
        this.connect = ConnectString.parse(connect, this::problem);
    }

    private void problem(String message) {
        failed = true;
        problems.add(message);
    }

    Optional<SqlSourceConfig> config(String name) {
        String rest = String.join(" ", connect.words());
        List<SqlServer> servers = new ArrayList<>();
        if (rest.matches("postgres(ql)?://.*")) {
            servers.addAll(PgsqlUri.servers(rest, this::problem));
        } else {
            Map<String, String> parameters = parameters(rest);
            String address = parameters.getOrDefault("hostaddr", "");
            List<String> hosts = connect.hosts().isEmpty() ? List.of(address) : connect.hosts();
            if (!address.isEmpty() && !connect.hosts().isEmpty()) {
                problem("host and hostaddr together are not supported");
            }
            parameters.remove("hostaddr");
            for (String host : hosts) {
                servers.addAll(PgsqlUri.servers(unquoted(host), parameters, this::problem));
            }
        }
        if (failed || servers.isEmpty()) {
            return Optional.empty();
        }
        // libpq's sslmode=prefer, unless the connection says otherwise.
        SqlSourceConfig config = ConnectString.config(
                name, SqlDialect.POSTGRESQL, servers, "", "", SqlTls.of(SqlTls.Mode.OPPORTUNISTIC));
        return Optional.of(config.withBounds(connect.poolSize(), config.queue(), config.deadline()));
    }

    private static String unquoted(String host) {
        boolean quoted = host.length() > 1 && host.startsWith("'") && host.endsWith("'");
        return quoted ? host.substring(1, host.length() - 1) : host;
    }

    private Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (pair.find() && pair.start() == end) {
            String value = pair.group(2) != null ? pair.group(2) : pair.group(3);
            parameters.put(pair.group(1), value.replaceAll("(?s)\\\\(.)", "$1"));
            end = pair.end();
        }
        if (!text.substring(end).isBlank()) {
            problem("is not made of key=value with spaces between, behind character " + (end + 1) + " without host=");
        }
        return parameters;
    }
}
