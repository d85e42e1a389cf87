package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.TableOpener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What MariaDB's rows become. */
class MariaDbResultTest {

    private static final MariaDbServer SERVER = MariaDbServer.start();
    private static SqlSource source = SqlSource.open(config(""), LookupObserver.NONE);

    private static SqlSourceConfig config(String options) {
        try {
            return SqlSourceConfig.of("db", SqlUrl.parse(SERVER.url() + options))
                    .withLogin("postfix", "secret")
                    .withBounds(2, 10, Duration.ofSeconds(20));
        } catch (SqlUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void fill() throws Exception {
        SERVER.sql(
                "CREATE TABLE alias (address VARCHAR(100), goto VARCHAR(100), active TINYINT(1), id INT)",
                "INSERT INTO alias VALUES ('a@x.example', 'one@y.example', 1, 1), ('a@x.example', 'two', 1, 2),"
                        + " ('a@x.example', NULL, 1, 3), ('a@x.example', '', 1, 4), ('b@x.example', 'three@z', 0, 5),"
                        + " ('é@x.example', 'accent', 1, 6)",
                "CREATE TABLE users (name VARCHAR(100), domain VARCHAR(100), home VARCHAR(100))",
                "INSERT INTO users VALUES ('u', 'x.example', '/home/u'), (NULL, 'x.example', '/nobody')",
                "CREATE TABLE types (i INT, t TINYINT(1), b BIT(1), u BIGINT UNSIGNED, d DECIMAL(6,2), f FLOAT,"
                        + " x DOUBLE, y YEAR, dt DATETIME, ts TIMESTAMP NULL, da DATE, ti TIME, bl BLOB, e ENUM('p','q'),"
                        + " s SET('m','n'), v VARBINARY(10), c CHAR(5), tx TEXT)",
                "INSERT INTO types VALUES (-5, 2, b'1', 18446744073709551615, 3.10, 1.5, 1e100, 2024,"
                        + " '2024-01-02 03:04:05', '2024-01-02 03:04:05', '2024-01-02', '-12:13:14', 'blöb', 'q', 'm,n',"
                        + " 'bin', 'ch', 'text')",
                "CREATE TABLE bad (v VARBINARY(10))",
                "INSERT INTO bad VALUES (x'ff41')",
                "CREATE PROCEDURE one(IN p VARCHAR(100)) BEGIN SELECT goto FROM alias WHERE address=p; END",
                "CREATE PROCEDURE two(IN p VARCHAR(100)) BEGIN SELECT 1; SELECT 2; END",
                "CREATE PROCEDURE none(IN p VARCHAR(100)) BEGIN DO 1; END");
    }

    @AfterAll
    static void stop() {
        source.close();
        SERVER.close();
    }

    @Test
    void joinsAllColumnsOfAllRowsWithoutNullAndEmptyOnes() throws Exception {
        assertThat(ask("SELECT goto FROM alias WHERE address='%s' ORDER BY id", "a@x.example"))
                .isEqualTo("one@y.example,two");
        assertThat(ask("SELECT id, goto, active FROM alias WHERE address='%s' ORDER BY id", "a@x.example"))
                .isEqualTo("1,one@y.example,1,2,two,1,3,1,4,1");
        assertThat(ask("SELECT goto FROM alias WHERE address='%s' AND id > 2", "a@x.example"))
                .isEqualTo("not found");
    }

    @Test
    void putsEveryValueThroughTheResultFormat() throws Exception {
        assertThat(ask(
                        config("SELECT goto FROM alias WHERE address='%s' ORDER BY id", "[%u]%d/%U", 0, true),
                        "a@x.example"))
                .isEqualTo("[one]y.example/a");
    }

    @Test
    void isUnavailableOverTheExpansionLimit() throws Exception {
        String query = "SELECT goto FROM alias WHERE address='%s' ORDER BY id";
        assertThat(ask(config(query, "%s", 2, true), "a@x.example")).isEqualTo("one@y.example,two");
        assertThat(ask(config(query, "%s", 1, true), "a@x.example")).contains("expansion_limit");
    }

    @Test
    void skipsKeysThatLackAPart() throws Exception {
        assertThat(ask("SELECT 'x' WHERE '%d' <> 'nowhere'", "user")).isEqualTo("not found");
        assertThat(ask("SELECT 'x' WHERE '%u' <> 'nobody'", "@x.example")).isEqualTo("not found");
        assertThat(ask("SELECT 'x' WHERE '%3' <> 'nowhere'", "a@x.example")).isEqualTo("not found");
        assertThat(ask("SELECT '%2.%1'", "a@x.example")).isEqualTo("x.example");
        assertThat(ask("SELECT 'x'", "zero\0byte")).isEqualTo("not found");
    }

    @Test
    void asksOnlyForDomainsOfTheFilter() throws Exception {
        SqlTableConfig plain = SqlTableConfig.of("map", "SELECT 'x'");
        SqlTableConfig filtered = new SqlTableConfig(
                "map",
                plain.query(),
                "%s",
                DomainFilter.parse("x.example", TableOpener.NONE),
                0,
                true,
                SqlTableConfig.Columns.ALL,
                Optional.empty());
        assertThat(ask(filtered, "a@X.example")).isEqualTo("x");
        assertThat(ask(filtered, "a@y.example")).isEqualTo("not found");
        assertThat(ask(filtered, "x.example")).isEqualTo("not found");
    }

    @Test
    void comparesABoundTextAsALiteralWouldBe() throws Exception {
        assertThat(ask("SELECT goto FROM alias WHERE id='%s'", "2")).isEqualTo("two");
        assertThat(ask("SELECT goto FROM alias WHERE id=%s", "2")).isEqualTo("two");
        assertThat(ask("SELECT goto FROM alias WHERE id='%s'", "2xyz")).isEqualTo("two");
        assertThat(ask("SELECT goto FROM alias WHERE address='%s'", "E@X.EXAMPLE"))
                .isEqualTo("accent");
        assertThat(ask("SELECT collation('%s')", "k")).isEqualTo("utf8mb4_general_ci");
        assertThat(ask("SELECT COERCIBILITY('%s')", "k")).isEqualTo("4");
        assertThat(ask("SELECT goto FROM alias WHERE address LIKE '%%@%d' AND id=5", "b@x.example"))
                .isEqualTo("three@z");
        assertThat(ask("SELECT '%s'", "a\\'\"\n%_𝄞")).isEqualTo("a\\'\"\n%_𝄞");
    }

    @Test
    void givesTheServersOwnTextOfEveryType() throws Exception {
        assertThat(ask("SELECT i, t, u, d, f, x, y, dt, ts, da, ti, bl, e, s, v, c, tx FROM types", "k"))
                .isEqualTo("-5,2,18446744073709551615,3.10,1.5,1e100,2024,2024-01-02 03:04:05,2024-01-02 03:04:05,"
                        + "2024-01-02,-12:13:14,blöb,q,m,n,bin,ch,text");
        assertThat(ask("SELECT b FROM types", "k")).isEqualTo("\u0001");
        assertThat(ask("SELECT '0000-00-00 00:00:00', CAST('0000-00-00' AS DATE), 1=1, NULL, 1/3, 2e0", "k"))
                .isEqualTo("0000-00-00 00:00:00,0000-00-00,1,0.3333,2");
    }

    @Test
    void isUnavailableWhenAValueIsNoText() throws Exception {
        assertThat(ask("SELECT v FROM bad", "k")).contains("not UTF-8 text");
    }

    @Test
    void callsStoredProcedures() throws Exception {
        assertThat(ask("CALL one('%s')", "a@x.example")).isEqualTo("one@y.example,two");
        assertThat(ask("CALL one('%s')", "nobody@x.example")).isEqualTo("not found");
        assertThat(ask("CALL two('%s')", "a")).contains("more than one result set");
        assertThat(ask("CALL none('%s')", "a")).contains("no result set");
        assertThat(ask(config("CALL none('%s')", "%s", 0, false), "a")).isEqualTo("not found");
    }

    @Test
    void honoursNoBackslashEscapes() throws Exception {
        try (SqlSource strict =
                SqlSource.open(config("?sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES'"), LookupObserver.NONE)) {
            SqlTable table = new SqlTable(SqlTableConfig.of("map", "SELECT '%s'"), strict);
            for (String key : new String[] {"a\\", "a\\'", "\\' OR 1=1 -- ", "''", "\"\\n"}) {
                assertThat(text(table.lookup(key, new Trail()).get(60, TimeUnit.SECONDS)))
                        .isEqualTo(key);
            }
        }
    }

    @Test
    void derivesTheKeysQuery() throws Exception {
        assertThat(keys("SELECT goto FROM alias WHERE address='%s' AND active='1'", Optional.empty()))
                .isEqualTo("Listed[keys=[a@x.example, a@x.example, a@x.example, a@x.example, é@x.example]]");
        assertThat(keys("select home from users u where u.name = '%u' and `domain` = '%d'", Optional.empty()))
                .isEqualTo("Listed[keys=[u@x.example]]");
        assertThat(keys("SELECT home FROM users WHERE CONCAT(name,'@',domain)='%s'", Optional.empty()))
                .contains("Unlistable", "keys-query");
        assertThat(keys("SELECT goto FROM alias WHERE address='%s' OR id=1", Optional.empty()))
                .contains("Unlistable");
        assertThat(keys("SELECT goto FROM alias WHERE address='%s' LIMIT 1", Optional.empty()))
                .contains("Unlistable");
        assertThat(keys("SELECT goto FROM alias WHERE address='%u'", Optional.empty()))
                .contains("Unlistable");
        assertThat(keys("SELECT goto FROM alias WHERE address='%s' AND goto <> 'a OR b'", Optional.empty()))
                .contains("Listed");
        assertThat(keys("CALL one('%s')", Optional.of("SELECT DISTINCT address FROM alias WHERE active=0")))
                .isEqualTo("Listed[keys=[b@x.example]]");
        assertThat(keys("CALL one('%s')", Optional.of("SELECT x FROM y"))).contains("Unavailable");
    }

    private static String keys(String query, Optional<String> keysQuery) throws Exception {
        SqlTableConfig config = new SqlTableConfig(
                "map", query, "%s", DomainFilter.ALL, 0, true, SqlTableConfig.Columns.ALL, keysQuery);
        Keys keys = new SqlTable(config, source).keys();
        return keys.toString();
    }

    private static SqlTableConfig config(String query, String format, int limit, boolean requireResultSet) {
        return new SqlTableConfig(
                "map",
                query,
                format,
                DomainFilter.ALL,
                limit,
                requireResultSet,
                SqlTableConfig.Columns.ALL,
                Optional.empty());
    }

    private static String ask(String query, String key) throws Exception {
        return ask(SqlTableConfig.of("map", query), key);
    }

    private static String ask(SqlTableConfig config, String key) throws Exception {
        return text(new SqlTable(config, source).lookup(key, new Trail()).get(60, TimeUnit.SECONDS));
    }

    private static String text(Answer answer) {
        if (answer instanceof Answer.Found found) {
            return found.value();
        } else if (answer instanceof Answer.Unavailable unavailable) {
            return unavailable.reason();
        }
        return "not found";
    }
}
