package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole SMTP sessions: a Postfix that has its tables in main.cf, and one that asks guichet for the same tables, do the same. */
@ExtendWith(Workspaces.class)
class KeyOrderIT {

    private static final int BY_CHANCE = Integer.getInteger("keyorder.sessions", 100);

    /** Printed, so that a difference can be had again: {@code -Dkeyorder.seed=...}. */
    private static final long SEED = Long.getLong("keyorder.seed", System.nanoTime());

    private Workspace work;
    private SmtpSink far;
    private KeyOrderTables tables;

    @BeforeEach
    void open(Workspace workspace) {
        work = workspace;
        far = SmtpSink.inet(work);
        tables = new KeyOrderTables("[127.0.0.1]:" + far.port());
    }

    @Test
    void sameRepliesAndRecipientsWithSqliteTables() throws IOException, SQLException {
        fillDatabase();
        for (String table : tables.all().keySet()) {
            work.file(
                    table + ".cf",
                    "dbpath = %s\nquery = SELECT value FROM %s WHERE id = '%%s'\n"
                            .formatted(work.path("rows.db"), table));
        }
        KeyOrderSite site = new KeyOrderSite(work, tables.all().keySet(), "");
        site.configure(map -> "postfix = \"sqlite:" + work.path(map + ".cf") + '"', "");
        compare("sqlite", site, site.settings(map -> "sqlite:" + work.path(map + ".cf")));
    }

    @Test
    void sameRepliesAndRecipientsWithTextTablesAndOtherSettings() throws IOException {
        tables.with("transport_maps", "*", "sinkt:wildcard", ".relay.example", "sinkt:dots", "catch.example", ":")
                .with("check_client_access", "203.0", "REJECT network 16");
        tables.all().forEach((table, rows) -> {
            StringBuilder text = new StringBuilder();
            rows.forEach(
                    (key, value) -> text.append(key).append("  ").append(value).append('\n'));
            work.file(table, text.toString());
        });
        KeyOrderSite site = new KeyOrderSite(work, tables.all().keySet(), """
                recipient_delimiter = +-
                propagate_unmatched_extensions = canonical, generic
                parent_domain_matches_subdomains =
                """);
        site.configure(map -> "file = \"" + work.path(map) + '"', """
                recipient-delimiter = "+-"
                propagate-unmatched-extensions = ["canonical", "generic"]
                parent-domain-matches-subdomains = []
                """);
        compare("texthash", site, site.settings(map -> "texthash:" + work.path(map)));
    }

    private void compare(String name, KeyOrderSite site, PostfixSettings before) throws IOException {
        List<KeyOrderSession> sessions = new KeyOrderSessions(SEED).make(BY_CHANCE);
        List<List<String>> expected = run("before", before, sessions);
        List<String> differences = new ArrayList<>();
        try (GuichetProcess guichet = GuichetProcess.start(work)) {
            List<List<String>> actual = run("after", site.socketmapSettings(), sessions);
            for (int i = 0; i < sessions.size(); i++) {
                if (!expected.get(i).equals(actual.get(i))) {
                    differences.add(String.join("\n", expected.get(i)) + "\n--- through guichet " + guichet.pid()
                            + ":\n" + String.join("\n", actual.get(i)));
                }
            }
        }
        long arrived = expected.stream()
                .filter(session -> session.stream().anyMatch(line -> line.contains("status=sent")))
                .count();
        System.out.printf(
                "key order: %d sessions, %d differences (%s tables, mail of %d arrived, seed %d)%n",
                sessions.size(), differences.size(), name, arrived, SEED);
        assertThat(arrived).as("sessions whose mail arrived").isGreaterThan(sessions.size() / 3);
        assertThat(differences).isEmpty();
    }

    private List<List<String>> run(String name, PostfixSettings settings, List<KeyOrderSession> sessions)
            throws IOException {
        try (PostfixServer postfix = PostfixServer.start(work, name, settings)) {
            return new KeyOrderRun(postfix, far).hold(sessions);
        }
    }

    private void fillDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + work.path("rows.db"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, Map<String, String>> table : tables.all().entrySet()) {
                statement.execute("CREATE TABLE " + table.getKey() + " (id TEXT PRIMARY KEY, value TEXT)");
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + table.getKey() + " VALUES (?, ?)")) {
                    for (Map.Entry<String, String> row : table.getValue().entrySet()) {
                        insert.setString(1, row.getKey());
                        insert.setString(2, row.getValue());
                        insert.execute();
                    }
                }
            }
            connection.commit();
        }
    }
}
