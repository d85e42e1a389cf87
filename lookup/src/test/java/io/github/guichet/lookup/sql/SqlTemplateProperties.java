package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A key stays one value, whatever it is made of. */
class SqlTemplateProperties {

    private static final List<String> SNIPPETS = List.of(
            "'", "\"", "\\", "`", "''", "\\'", "--", "-- ", "#", "/*", "*/", ";", "%", "_", "%s", "?", "$1", "$$", "{d",
            "}", "@", ".", " ", "\n", "\t", "a", "b", "é", "𝄞", " OR 1=1", "E'", "U&'", "0x27");

    private static Optional<MariaDbServer> server = Optional.empty();
    private static Optional<Connection> mariadb = Optional.empty();
    private static Optional<Connection> sqlite = Optional.empty();

    @BeforeContainer
    static void connect() throws SQLException {
        MariaDbServer started = MariaDbServer.start();
        server = Optional.of(started);
        started.sql(
                "CREATE TABLE map (k VARCHAR(200) COLLATE utf8mb4_bin, v VARCHAR(10))",
                "INSERT INTO map VALUES ('a', 'row')");
        mariadb = Optional.of(
                DriverManager.getConnection(started.url() + "?user=postfix&password=secret&sslMode=disable"));
        Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        memory.createStatement().execute("CREATE TABLE map (k TEXT, v TEXT)");
        memory.createStatement().execute("INSERT INTO map VALUES ('a', 'row')");
        sqlite = Optional.of(memory);
    }

    @AfterContainer
    static void close() throws SQLException {
        mariadb.orElseThrow().close();
        sqlite.orElseThrow().close();
        server.orElseThrow().close();
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(SNIPPETS).list().ofMinSize(1).ofMaxSize(12).map(parts -> String.join("", parts));
    }

    /** The text between the quotes of a template: no quotes and no backslashes of its own. */
    @Provide
    Arbitrary<String> insides() {
        return Arbitraries.of("%s", "%u", "%d", "%S", "%U", "%D", "%%", "x", " ", "@", "é", "?", "/")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 500)
    void bindsWhatThePlainModelExpands(
            @ForAll("insides") String inside, @ForAll("keys") String local, @ForAll("keys") String rest)
            throws TemplateException {
        String key = local + "@" + rest;
        SqlTemplate template =
                SqlTemplate.parse("SELECT v FROM map WHERE k='" + inside + "' AND v='%s'", SqlDialect.SQLITE);
        Optional<Expansion.BoundKey> bound =
                new Expansion(List.of(template.template()), Template.parse("%s")).bind(key);
        boolean dynamic = inside.replace("%%", "").contains("%");
        assertThat(template.statement())
                .isEqualTo(
                        dynamic
                                ? "SELECT v FROM map WHERE k=? AND v=?"
                                : "SELECT v FROM map WHERE k='" + inside.replace("%%", "%") + "' AND v=?");
        bound.ifPresent(b ->
                assertThat(template.bind(b)).isEqualTo(dynamic ? List.of(model(inside, key), key) : List.of(key)));
    }

    /** Expansion as the manual page tells it, without looking at the code. */
    private static String model(String inside, String key) {
        int at = key.lastIndexOf('@');
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < inside.length()) {
            if (inside.charAt(i) != '%') {
                out.append(inside.charAt(i));
                i++;
                continue;
            }
            switch (Character.toLowerCase(inside.charAt(i + 1))) {
                case 's' -> out.append(key);
                case 'u' -> out.append(key, 0, at);
                case 'd' -> out.append(key.substring(at + 1));
                default -> out.append('%');
            }
            i += 2;
        }
        return out.toString();
    }

    @Property(tries = 300)
    void comesBackFromSqliteAsItWas(@ForAll("keys") String key) throws Exception {
        assertThat(ask(sqlite, SqlDialect.SQLITE, "SELECT '<%s>', 'it''s', '%%'", key))
                .containsExactly("<" + key + ">", "it's", "%");
    }

    @Property(tries = 300)
    void comesBackFromMariaDbAsItWas(@ForAll("keys") String key) throws Exception {
        assertThat(ask(mariadb, SqlDialect.MARIADB, "SELECT '<%s>', 'it''s', \"%s\", '\\'', '%%'", key))
                .containsExactly("<" + key + ">", "it's", key, "'", "%");
    }

    @Property(tries = 300)
    void findsNoRowButItsOwn(@ForAll("keys") String key) throws Exception {
        String query = "SELECT v FROM map WHERE k='%s' AND v<>'?'";
        List<String> expected = key.equals("a") ? List.of("row") : List.of();
        assertThat(ask(sqlite, SqlDialect.SQLITE, query, key)).isEqualTo(expected);
        assertThat(ask(mariadb, SqlDialect.MARIADB, query, key)).isEqualTo(expected);
    }

    /** Any text at all either is a query or is refused with a place in it, and never binds what it does not show. */
    @Property(tries = 1000)
    void refusesWithAPlaceOrCompiles(@ForAll("keys") String query) {
        for (SqlDialect dialect : SqlDialect.values()) {
            try {
                SqlTemplate template = SqlTemplate.parse(query, dialect);
                assertThat(template.parameters().size()).isLessThanOrEqualTo(query.length() / 2);
            } catch (TemplateException e) {
                assertThat(e.offset()).isBetween(0, query.length() - 1);
            }
        }
    }

    private static List<String> ask(Optional<Connection> connection, SqlDialect dialect, String query, String key)
            throws TemplateException, SQLException, SourceException {
        SqlTemplate template = SqlTemplate.parse(query, dialect);
        Expansion expansion = new Expansion(List.of(template.template()), Template.parse("%s"));
        return new SqlRows(dialect, SqlTableConfig.Columns.ALL, true)
                .ask(
                        connection.orElseThrow(),
                        template.statement(),
                        template.bind(expansion.bind(key).orElseThrow()));
    }
}
