package io.github.guichet.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Accounts of every scheme and in every state, for the comparison with Dovecot's own answers. The password is {@code good}. */
final class AccountRows {

    /**
     * One account.
     *
     * @param columns by name; what is not there is NULL
     */
    record Row(String name, Map<String, String> columns) {

        Row with(String column, String value) {
            Map<String, String> more = new LinkedHashMap<>(columns);
            more.put(column, value);
            return new Row(name, more);
        }

        Row without(String column) {
            Map<String, String> fewer = new LinkedHashMap<>(columns);
            fewer.remove(column);
            return new Row(name, fewer);
        }
    }

    static final String TABLE = """
            CREATE TABLE account (name VARCHAR(100) NOT NULL PRIMARY KEY, user_out VARCHAR(100), password VARCHAR(1000),
                nopassword VARCHAR(10), nologin VARCHAR(10), reason VARCHAR(100), allow_nets VARCHAR(100), proxy VARCHAR(10),
                host VARCHAR(100), port VARCHAR(10), event_tenant VARCHAR(20), userdb_home VARCHAR(100),
                userdb_uid VARCHAR(20), userdb_gid VARCHAR(20), userdb_quota_rule VARCHAR(100), home VARCHAR(100),
                uid VARCHAR(20), gid VARCHAR(20), quota_rule VARCHAR(100), quota_rule2 VARCHAR(100), mail VARCHAR(100));
            """;

    private AccountRows() {}

    /** The schemes that this machine's Dovecot knows. */
    static List<String> schemes() {
        return Stream.of(Command.run(Program.DOVEADM.path(), "pw", "-l")
                        .succeeds()
                        .out()
                        .strip()
                        .split(" +", -1))
                .sorted()
                .toList();
    }

    /** {@code good} in a scheme, as Dovecot writes it. */
    static String hashed(String scheme, String user) {
        return Command.run(Program.DOVEADM.path(), "pw", "-s", scheme, "-u", user, "-p", "good")
                .succeeds()
                .out()
                .strip();
    }

    /** One account for each scheme, and for some of its encodings. */
    static List<Row> ofEveryScheme() {
        List<Row> rows = new ArrayList<>();
        for (String scheme : schemes()) {
            String name = "in-" + scheme.toLowerCase(Locale.ROOT) + "@example.org";
            rows.add(plain(name).with("password", hashed(scheme, name)));
        }
        for (String scheme : List.of("SHA256.HEX", "SSHA512.B64", "PLAIN.B64", "MD5.HEX", "SHA.HEX", "PLAIN.HEX")) {
            String name = "in-" + scheme.toLowerCase(Locale.ROOT) + "@example.org";
            rows.add(plain(name).with("password", hashed(scheme, name)));
        }
        return rows;
    }

    /** One account for each state, extra field and oddity. */
    static List<Row> ofEveryState() {
        String bare = hashed("SSHA256", "x").replace("{SSHA256}", "");
        return List.of(
                plain("plain@example.org"),
                plain("default-scheme@example.org").with("password", bare),
                plain("unknown-scheme@example.org").with("password", "{NONSENSE}good"),
                plain("broken-hash@example.org").with("password", "{SSHA256}!!!!"),
                plain("short-hash@example.org").with("password", "{SHA256}Zm9v"),
                plain("empty-password@example.org").with("password", ""),
                plain("no-password@example.org").without("password"),
                plain("nopassword@example.org").without("password").with("nopassword", "y"),
                plain("nopassword-and-one@example.org").with("nopassword", "y"),
                plain("nologin@example.org").with("nologin", "y"),
                plain("nologin-reason@example.org").with("nologin", "y").with("reason", "Moved to another house"),
                plain("nets@example.org").with("allow_nets", "192.0.2.0/24,2001:db8::/32"),
                plain("nets-local@example.org").with("allow_nets", "local,192.0.2.7"),
                plain("proxy@example.org")
                        .with("proxy", "y")
                        .with("host", "192.0.2.1")
                        .with("port", "143"),
                plain("host-only@example.org").with("host", "192.0.2.2"),
                plain("renamed@example.org").with("user_out", "plain@example.org"),
                plain("renamed-case@example.org").with("user_out", "Renamed-Case@Example.ORG"),
                plain("event@example.org").with("event_tenant", "blue"),
                plain("prefetch@example.org")
                        .with("userdb_home", "/prefetched/home")
                        .with("userdb_uid", "30000")
                        .with("userdb_gid", "30001")
                        .with("userdb_quota_rule", "*:bytes=7M"),
                plain("quota@example.org").with("quota_rule", "*:bytes=5M").with("quota_rule2", "Trash:+10%"),
                plain("mail@example.org").with("mail", "maildir:~/other"),
                plain("no-uid@example.org").without("uid").without("gid"),
                plain("uid-by-name@example.org").with("uid", "mail").with("gid", "mail"),
                plain("bad-uid@example.org").with("uid", "no-such-user"),
                plain("no-home@example.org").without("home"),
                plain("bare"),
                plain("under_score.dot-dash@example.org"));
    }

    /** As statements for MariaDB. */
    static String sql(List<Row> rows) {
        StringBuilder sql = new StringBuilder(TABLE);
        for (Row row : rows) {
            sql.append("INSERT INTO account (name, %s) VALUES ('%s', '%s');\n"
                    .formatted(
                            String.join(", ", row.columns().keySet()),
                            row.name(),
                            String.join("', '", row.columns().values())));
        }
        return sql.toString();
    }

    private static Row plain(String name) {
        return new Row(name, Map.of())
                .with("user_out", name)
                .with("password", "{PLAIN}good")
                .with("home", "/home/" + name)
                .with("uid", "20000")
                .with("gid", "20001");
    }
}
