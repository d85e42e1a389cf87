package io.github.guichet.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseExaminationsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void findsTheIndexThatIsMissingAndIsContentWhenItIsMade() throws Exception {
        Path file = directory.resolve("mail.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                SqlSource source = SqlSource.open(
                        SqlSourceConfig.of("db", SqlUrl.parse("jdbc:sqlite:" + file)), LookupObserver.NONE)) {
            connection.createStatement().execute("CREATE TABLE alias (address TEXT, goto TEXT)");
            connection.createStatement().execute("CREATE TABLE few (address TEXT, goto TEXT)");
            connection
                    .createStatement()
                    .execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
                            + " INSERT INTO alias SELECT 'a' || i, 'b' FROM n");
            List<Finding> findings = new IndexesExamination(scanning(source), 20).examine();
            assertThat(findings).hasSize(2).allMatch(f -> f.severity() == Severity.WARNING);
            assertThat(findings.get(0).paste())
                    .containsExactly("CREATE INDEX guichet_alias_address ON \"alias\" (\"address\");");
            connection.createStatement().execute(findings.get(0).paste().get(0));
            assertThat(new IndexesExamination(scanning(source), 51).examine())
                    .allMatch(f -> f.severity() == Severity.OK);
        }
        // SQLite explains by the schema that a connection knows, and only a query has it look again.
        try (SqlSource later =
                SqlSource.open(SqlSourceConfig.of("db", SqlUrl.parse("jdbc:sqlite:" + file)), LookupObserver.NONE)) {
            assertThat(new IndexesExamination(scanning(later), 20).examine())
                    .hasSize(1)
                    .allMatch(f -> f.what().contains("no column is compared"));
        }
    }

    private static Setup scanning(SqlSource source) {
        Setups setups = new Setups();
        for (String query : List.of(
                "SELECT goto FROM alias AS a WHERE a.address = ?",
                "SELECT goto FROM few WHERE address = ?",
                "SELECT goto FROM alias WHERE lower(address) = lower(?)")) {
            setups.questions.add(new SqlQuestion("map.m", source, query, List.of("x"), false));
        }
        return setups.setup();
    }

    @Test
    void readsTablesAndComparedColumnsFromAQuery() {
        QueryTables tables = QueryTables.of(
                "SELECT 1 FROM mailbox m JOIN `my``db`.domain AS d ON d.domain = m.domain WHERE ? = m.username AND d.domain = ?");
        assertThat(tables.tables()).containsEntry("m", "mailbox");
        assertThat(tables.column("m")).contains("username");
        assertThat(QueryTables.of("SELECT x FROM a WHERE b=?").column("a")).contains("b");
        assertThat(QueryTables.of("garbage ( FROM").tables()).isEmpty();
    }

    @Test
    void namesTheIndexesThatAFilterWants() {
        assertThat(LdapFilterAttributes.of("(|(mail=%s)(alias=*@%d)(objectClass=person)(mail=*%u*))"))
                .isEqualTo(Map.of("mail", "eq,sub", "alias", "eq,sub"));
        assertThat(LdapFilterAttributes.indexLines("(cn=fixed)")).isEmpty();
    }

    @Test
    void knowsWhatIsBehindWhatServersSay() {
        assertThat(List.of(
                                "Unknown column 'goto' in 'field list'",
                                "Table 'x.y' doesn't exist",
                                "Access denied for user",
                                "PKIX path building failed",
                                "Connection refused")
                        .stream()
                        .map(SourcesExamination::advice)
                        .map(text -> text.substring(0, 12))
                        .toList())
                .isEqualTo(List.of("The table ha", "There is no ", "User or pass", "The server's", "Nobody liste"));
    }

    @Test
    void followsAliases() throws Exception {
        Setups setups = new Setups()
                .map("domains", "virtual_mailbox_domains", Map.of("d.example", "x"))
                .map("boxes", "virtual_mailbox_maps", Map.of("a@d.example", "x"))
                .map(
                        "alias",
                        "virtual_alias_maps",
                        Map.of(
                                "good@d.example", "a@d.example",
                                "keep@d.example", "keep@d.example, a@d.example",
                                "lost@d.example", "b@d.example",
                                "one@d.example", "two@d.example",
                                "two@d.example", "one@d.example",
                                "open@d.example", "staff@d.example",
                                "staff@d.example", "a@d.example",
                                "far@d.example", "x@elsewhere.example"));
        setups.access.add(Setups.facts("access", "x", Map.of("staff@d.example", "members")));
        Setups.script(directory.resolve("postconf"), "exit 1\n");
        Postfix postfix = new Postfix(Setups.tool(directory), java.util.Optional.empty());
        List<String> texts = Setups.texts(new AliasesExamination(setups.setup(), postfix, 100));
        assertThat(texts)
                .hasSize(3)
                .anyMatch(t -> t.startsWith("warning: 2 aliases")
                        && t.contains("lost@d.example -> b@d.example")
                        && t.contains("keep@d.example"))
                .anyMatch(t -> t.startsWith("error: 2 aliases") && t.contains("one@d.example"))
                .anyMatch(t -> t.contains("open@d.example -> staff@d.example"));
        assertThat(Setups.texts(new AliasesExamination(setups.setup(), postfix, 3)))
                .anyMatch(t -> t.startsWith("note: only 3 of 8 aliases"));
        assertThat(LocalAddresses.named("a.example, B.example hash:/x /etc/y !c.example"))
                .isEqualTo(Set.of("a.example", "b.example"));
    }
}
