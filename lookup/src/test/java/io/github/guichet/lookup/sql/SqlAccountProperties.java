package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No user name whatever changes a statement. */
class SqlAccountProperties {

    private static final List<String> SNIPPETS = List.of(
            "'", "\"", "\\", "`", "''", "\\'", "--", "-- ", "#", "/*", "*/", ";", "%", "_", "%u", "%%", "?", "$1", "$$",
            "{d", "}", "%{user}", "@", ".", " ", "\t", "a", "b", "é", "𝄞", " OR 1=1", "E'", "U&'", "0x27", "|");

    private static final Map<SqlDialect, Connection> CONNECTIONS = new LinkedHashMap<>();
    private static MariaDbServer server = MariaDbServer.start();

    @BeforeContainer
    static void connect() throws SQLException {
        String[] tables = {
            "CREATE TABLE users (name VARCHAR(200), word VARCHAR(10))", "INSERT INTO users VALUES ('a', 'row')"
        };
        server.sql(tables);
        CONNECTIONS.put(
                SqlDialect.MARIADB,
                DriverManager.getConnection(server.url() + "?user=postfix&password=secret&sslMode=disable"));
        Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        for (String table : tables) {
            memory.createStatement().execute(table);
        }
        CONNECTIONS.put(SqlDialect.SQLITE, memory);
    }

    @AfterContainer
    static void close() throws SQLException {
        for (Connection connection : CONNECTIONS.values()) {
            connection.close();
        }
        server.close();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(SNIPPETS).list().ofMinSize(1).ofMaxSize(12).map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void comesBackAsItWasAndFindsNoRowButItsOwn(@ForAll("names") String user, @ForAll("names") String session)
            throws Exception {
        AccountRequest request = new AccountRequest(user, Map.of("session", session));
        for (Map.Entry<SqlDialect, Connection> database : CONNECTIONS.entrySet()) {
            List<AccountRecord> echoed = ask(
                    database,
                    "SELECT '%u' AS a, '<%{session}|%{user | default('x')}>' AS b, %u AS c, 'it''s %%' AS d;",
                    request);
            assertThat(echoed.get(0).fields())
                    .containsExactly(
                            Map.entry("a", user),
                            Map.entry("b", "<" + session + "|" + user + ">"),
                            Map.entry("c", user),
                            Map.entry("d", "it's %"));
            List<AccountRecord> found =
                    ask(database, "SELECT word AS password FROM users WHERE name='%u' AND word<>'?'", request);
            // To MariaDB spaces at the end of a VARCHAR are none.
            String compared = database.getKey() == SqlDialect.MARIADB ? user.replaceFirst(" +$", "") : user;
            assertThat(found).hasSize(compared.equals("a") ? 1 : 0);
        }
    }

    private static List<AccountRecord> ask(
            Map.Entry<SqlDialect, Connection> database, String query, AccountRequest request) throws Exception {
        SqlVariables compiled = SqlVariables.parse(query, database.getKey());
        String url = database.getKey() == SqlDialect.SQLITE ? "jdbc:sqlite:/x" : "jdbc:mariadb://x/x";
        return new SqlRecords("query", SqlSourceConfig.of("db", SqlUrl.parse(url)))
                .ask(
                        database.getValue(),
                        compiled.statement(),
                        compiled.bind(request).orElseThrow());
    }

    /** Any text at all either is a query or is refused with a place in it; what is bound is never in the statement. */
    @Property(tries = 1000)
    void refusesWithAPlaceOrCompiles(@ForAll("names") String query) {
        AccountRequest request = AccountRequest.of("MARKER");
        for (SqlDialect dialect : SqlDialect.values()) {
            try {
                SqlVariables compiled = SqlVariables.parse(query, dialect);
                assertThat(compiled.statement()).doesNotContain("MARKER");
                assertThat(compiled.bind(request).orElseThrow()).hasSameSizeAs(compiled.parameters());
            } catch (TemplateException e) {
                assertThat(e.offset()).isBetween(0, query.length());
            }
        }
    }
}
