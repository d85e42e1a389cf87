package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same table file, asked the same keys by Postfix itself and through guichet, gives the same. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class SqlFidelityIT {

    private static final long SEED = 20_261_120;

    /** How many of the keys of a table that guichet cannot answer are asked of Postfix. */
    private static final int MOST_UNAVAILABLE = 20;

    private final Map<String, String> rows = new LinkedHashMap<>(FidelityKeys.ROWS);
    private final List<String> keys = new ArrayList<>();
    private Workspace work;
    private FidelityTables tables;
    private Path mainCf;

    @BeforeAll
    void fillTheDatabases(Workspace workspace) throws SQLException {
        work = workspace;
        Program.POSTFIX_MYSQL.path();
        Program.POSTFIX_PGSQL.path();
        Program.POSTFIX_SQLITE.path();
        mainCf = work.file(
                        "postfix/main.cf",
                        "compatibility_level = 3.6\nsmtputf8_enable = yes\ninet_interfaces = 127.0.0.1\n")
                .resolveSibling(".");
        JqwikSession.run(() -> {
            rows.putAll(FidelityKeys.generatedRows(SEED, 100));
            Set<String> all = new LinkedHashSet<>(FidelityKeys.KEYS);
            all.addAll(FidelityKeys.generatedKeys(SEED + 1, rows, 200));
            keys.addAll(all);
        });
        tables = new FidelityTables(work);
        mariaDb();
        sqlite();
        postgres();
        StringBuilder toml = new StringBuilder();
        tables.all().forEach((name, table) -> toml.append("[map.%s]\npostfix = \"%s\"\n".formatted(name, table)));
        toml.append("[socketmap]\nlisten = [\"unix:%s\"]\n".formatted(work.path("socketmap.sock")));
        work.file("guichet.toml", toml.toString());
    }

    private void mariaDb() throws SQLException {
        PrivateCa ca = PrivateCa.create(work, "ca");
        PrivateCa stranger = PrivateCa.create(work, "stranger");
        PrivateCa.Certificate certificate = ca.issue("db", "IP:127.0.0.1");
        MariaDbServer server = MariaDbServer.start(
                work, "--ssl-ca=" + ca.file(), "--ssl-cert=" + certificate.file(), "--ssl-key=" + certificate.key());
        server.sql("""
                CREATE TABLE alias (address VARCHAR(255) COLLATE utf8mb4_bin PRIMARY KEY, goto VARCHAR(255), active TINYINT(1), id INT);
                CREATE TABLE users (name VARCHAR(255), domain VARCHAR(255), home VARCHAR(255));
                INSERT INTO users VALUES ('alice','example.com','/home/alice'), ('bob','example.com','/home/bob'),
                  ('alice','example.net','/net/alice'), ('jörg','müller.example','/home/jörg'), ('x','y',NULL);
                CREATE TABLE types (i INT, t TINYINT(1), b BOOL, u BIGINT UNSIGNED, d DECIMAL(6,2), f FLOAT, x DOUBLE,
                  y YEAR, dt DATETIME, da DATE, ti TIME, bl BLOB, e ENUM('p','q'), s SET('m','n'));
                INSERT INTO types VALUES (-5, 2, 1, 18446744073709551615, 3.10, 1.5, 1e100, 2024, '2024-01-02 03:04:05',
                  '2024-01-02', '-12:13:14', 'blob', 'q', 'm,n'), (0, 0, 0, 0, 0, 0.1, 1/3, 0, '2024-01-02', NULL, '0:0:1', '', 'p', '');
                CREATE PROCEDURE lookup(IN p VARCHAR(2500)) SELECT goto FROM alias WHERE address=p COLLATE utf8mb4_bin;
                CREATE PROCEDURE lookup_parts(IN u VARCHAR(2500), IN d VARCHAR(2500)) SELECT home FROM users WHERE name=u AND domain=d;
                CREATE PROCEDURE nothing(IN p VARCHAR(2500)) DO 1;
                """);
        try (Connection root = DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/?sslMode=disable", "root", "")) {
            root.createStatement().execute("CREATE USER strict@'%' IDENTIFIED BY 'secret' REQUIRE X509");
            root.createStatement().execute("GRANT SELECT ON postfixadmin.* TO strict@'%'");
        }
        server.sql("CREATE PROCEDURE two(IN p VARCHAR(2500)) BEGIN SELECT 1; SELECT 2; END");
        try (Connection connection =
                DriverManager.getConnection(server.jdbcUrl() + "?sslMode=disable", "postfix", "secret")) {
            insert(connection);
        }
        tables.mysql(server, ca.file(), stranger.file(), ca.issue("client", "DNS:client"));
    }

    private void sqlite() throws SQLException {
        Path file = work.path("mail.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            for (String statement : List.of(
                    "CREATE TABLE alias (address TEXT PRIMARY KEY, goto TEXT, active INTEGER, id INTEGER)",
                    "CREATE TABLE users (name TEXT, domain TEXT, home TEXT)",
                    "INSERT INTO users VALUES ('alice','example.com','/home/alice'), ('bob','example.com','/home/bob'),"
                            + " ('alice','example.net','/net/alice'), ('jörg','müller.example','/home/jörg'), ('x','y',NULL)",
                    "CREATE TABLE kinds (n INTEGER, v)",
                    "INSERT INTO kinds VALUES (1, 1), (2, 1.5), (3, 1e100), (4, 'text'), (5, x'626c6f62'), (6, NULL), (7, 0.1)")) {
                connection.createStatement().execute(statement);
            }
            insert(connection);
        }
        tables.sqlite(file);
    }

    private void postgres() {
        PostgresServer server = PostgresServer.start(work);
        StringBuilder sql = new StringBuilder("""
                CREATE TABLE alias (address TEXT PRIMARY KEY, goto TEXT, active INTEGER, id INTEGER);
                CREATE TABLE users (name TEXT, domain TEXT, home TEXT);
                INSERT INTO users VALUES ('alice','example.com','/home/alice'), ('bob','example.com','/home/bob'),
                  ('alice','example.net','/net/alice'), ('jörg','müller.example','/home/jörg'), ('x','y',NULL);
                CREATE TABLE types (i INT, t SMALLINT, b BOOL, d DECIMAL(6,2), f REAL, x DOUBLE PRECISION, dt TIMESTAMP, da DATE,
                  ti INTERVAL, bl BYTEA, a TEXT[]);
                INSERT INTO types VALUES (-5, 2, true, 3.10, 1.5, 1e100, '2024-01-02 03:04:05', '2024-01-02', '1 day 2:03',
                  'blob', '{a,b}'), (0, 0, false, 0, 0.1, 1.0/3, NULL, NULL, NULL, '', '{}');
                CREATE FUNCTION lookup(text) RETURNS SETOF text LANGUAGE sql AS 'SELECT goto FROM alias WHERE address=$1';
                """);
        int id = 0;
        for (Map.Entry<String, String> row : rows.entrySet()) {
            sql.append("INSERT INTO alias VALUES ('%s', '%s', %d, %d);\n"
                    .formatted(
                            row.getKey().replace("'", "''"),
                            row.getValue().replace("'", "''"),
                            id % 3 == 0 ? 0 : 1,
                            id++));
        }
        server.sql(sql.toString());
        tables.pgsql(server);
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO alias VALUES (?, ?, ?, ?)")) {
            int id = 0;
            for (Map.Entry<String, String> row : rows.entrySet()) {
                insert.setString(1, row.getKey());
                insert.setString(2, row.getValue());
                insert.setInt(3, id % 3 == 0 ? 0 : 1);
                insert.setInt(4, id++);
                insert.execute();
            }
        }
    }

    @Test
    void answersEveryKeyOfEveryTableFileAsPostfixDoes() {
        int pairs = 0;
        List<String> differences = new ArrayList<>();
        Path socket = work.path("socketmap.sock");
        try (GuichetProcess guichet = GuichetProcess.start(work)) {
            for (Map.Entry<String, String> table : tables.all().entrySet()) {
                List<List<String>> parts = parts(socket, table.getKey());
                Map<String, String> expected = answers(table.getValue(), parts);
                Map<String, String> actual = answers("socketmap:unix:" + socket + ":" + table.getKey(), parts);
                pairs += expected.size();
                expected.forEach((key, answer) -> {
                    if (!answer.equals(actual.get(key))) {
                        differences.add("%s <%s>: Postfix %s, guichet %s"
                                .formatted(table.getKey(), key, answer, actual.get(key)));
                    }
                });
            }
            assertThat(guichet.pid()).isPositive();
        }
        System.out.printf("fidelity: %d (file, key) pairs, %d differences%n", pairs, differences.size());
        differences.forEach(System.out::println);
        assertThat(differences).isEmpty();
    }

    /**
     * The keys for each run of postmap, which ends at the first key that cannot be answered, and then sleeps for a second: all keys
     * that guichet answers in one run, and some of those that it cannot answer in a run each.
     */
    private List<List<String>> parts(Path socket, String map) {
        List<String> answered = new ArrayList<>();
        List<List<String>> parts = new ArrayList<>();
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            for (String key : keys) {
                if (!client.ask(map, key).startsWith("TEMP ")) {
                    answered.add(key);
                } else if (parts.size() < MOST_UNAVAILABLE) {
                    parts.add(List.of(key));
                }
            }
        }
        parts.add(answered);
        return parts;
    }

    /** What a table says to some keys: the value, or that there is none, or that it could not be asked. */
    private Map<String, String> answers(String table, List<List<String>> parts) {
        Map<String, String> answers = new ConcurrentHashMap<>();
        ExecutorService workers = Executors.newFixedThreadPool(MOST_UNAVAILABLE + 1);
        try {
            List<Future<?>> asked = new ArrayList<>();
            for (List<String> part : parts) {
                asked.add(workers.submit(() -> ask(table, part, answers)));
            }
            for (Future<?> part : asked) {
                part.get();
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            workers.shutdownNow();
        }
    }

    private void ask(String table, List<String> some, Map<String, String> answers) {
        if (some.isEmpty()) {
            return;
        }
        // -f: no folding, which for mysql: would be done by postmap and for socketmap: by nobody.
        Command all = Command.run(
                List.of(Program.POSTMAP.path(), "-c", mainCf.toString(), "-f", "-q", "-", table),
                String.join("\n", some) + "\n");
        if (all.err().contains("fatal:")) {
            // Not as guichet has it. Find out for which keys, but not for all of them: each takes a second.
            if (some.size() > MOST_UNAVAILABLE) {
                ask(table, some.subList(0, MOST_UNAVAILABLE), answers);
                return;
            }
            if (some.size() == 1) {
                answers.put(some.get(0), "unavailable");
            } else {
                ask(table, some.subList(0, some.size() / 2), answers);
                ask(table, some.subList(some.size() / 2, some.size()), answers);
            }
            return;
        }
        some.forEach(key -> answers.put(key, "not found"));
        all.out().lines().forEach(line -> {
            int tab = line.lastIndexOf('\t');
            answers.put(line.substring(0, tab), "found " + line.substring(tab + 1));
        });
    }
}
