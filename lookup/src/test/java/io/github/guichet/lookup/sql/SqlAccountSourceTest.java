package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountState;
import io.github.guichet.lookup.template.TemplateException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries of Dovecot on a MariaDB and an SQLite of our own. */
class SqlAccountSourceTest {

    private static final String[] TABLES = {
        "CREATE TABLE domain (domain varchar(255) PRIMARY KEY, password_expiry int DEFAULT 0, active tinyint(1) DEFAULT 1)",
        "CREATE TABLE alias_domain (alias_domain varchar(255) PRIMARY KEY, target_domain varchar(255), active tinyint(1)"
                + " DEFAULT 1)",
        "CREATE TABLE mailbox (username varchar(255) PRIMARY KEY, password varchar(255), maildir varchar(255), domain varchar(255), quota bigint"
                + " DEFAULT 0, active tinyint(1) DEFAULT 1, password_expiry datetime DEFAULT '2000-01-01 00:00:00',"
                + " smtp_active tinyint(1) DEFAULT 1)",
        "CREATE TABLE mailbox_app_password (id int PRIMARY KEY, username varchar(255), description varchar(255),"
                + " password_hash varchar(255))",
        "INSERT INTO domain VALUES ('a.example', 0, 1), ('old.example', 90, 1), ('off.example', 0, 0)",
        "INSERT INTO alias_domain VALUES ('b.example', 'a.example', 1), ('c.example', 'a.example', 0)",
        "INSERT INTO mailbox VALUES ('alice@a.example', '$1$x$y', 'a.example/alice/', 'a.example', 1024, 1, '2000-01-01 00:00:00', 0),"
                + " ('o''neil@a.example', '{PLAIN}x', 'a.example/oneil/', 'a.example', 0, 1, '2000-01-01 00:00:00', 1),"
                + " ('bob@old.example', NULL, 'old.example/bob/', 'old.example', 0, 1, '2000-01-01 00:00:00', 1),"
                + " ('fresh@old.example', 'p', 'old.example/fresh/', 'old.example', 0, 1, '2999-01-01 00:00:00', 1),"
                + " ('gone@a.example', 'p', 'a.example/gone/', 'a.example', 0, 0, '2000-01-01 00:00:00', 1),"
                + " ('dan@off.example', 'p', 'off.example/dan/', 'off.example', 0, 1, '2000-01-01 00:00:00', 1)",
        "INSERT INTO mailbox_app_password VALUES (1, 'alice@a.example', 'phone', '{PLAIN}ph'),"
                + " (2, 'alice@a.example', NULL, '{PLAIN}no')",
    };

    @TempDir
    private static Path directory = Path.of("");

    private static final MariaDbServer SERVER = MariaDbServer.start();
    private static final Map<SqlDialect, SqlSource> SOURCES = new LinkedHashMap<>();

    @BeforeAll
    static void fill() throws Exception {
        SERVER.sql(TABLES);
        SOURCES.put(SqlDialect.MARIADB, open(SERVER.url()));
        Path file = directory.resolve("mail.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
        }
        SOURCES.put(SqlDialect.SQLITE, open("jdbc:sqlite:" + file));
    }

    private static SqlSource open(String url) throws Exception {
        return SqlSource.open(
                SqlSourceConfig.of("db", SqlUrl.parse(url))
                        .withLogin("postfix", "secret")
                        .withBounds(4, 100, Duration.ofSeconds(20)),
                LookupObserver.NONE);
    }

    @AfterAll
    static void close() {
        SOURCES.values().forEach(SqlSource::close);
        SERVER.close();
    }

    private static SqlSource source(SqlDialect dialect) {
        return Optional.ofNullable(SOURCES.get(dialect)).orElseThrow();
    }

    private static AccountAnswer ask(SqlDialect dialect, String query, AccountRequest request) throws Exception {
        return new SqlAccountSource("password-query", query, source(dialect))
                .lookup(request)
                .get(60, TimeUnit.SECONDS);
    }

    private static List<AccountRecord> records(SqlDialect dialect, String query, String user) throws Exception {
        AccountAnswer answer = ask(dialect, query, AccountRequest.of(user));
        if (answer instanceof AccountAnswer.Found found) {
            return found.records();
        }
        assertThat(answer).isEqualTo(AccountAnswer.NOT_FOUND);
        return List.of();
    }

    private static Map<String, String> fields(SqlDialect dialect, String query, String user) throws Exception {
        return records(dialect, query, user).get(0).fields();
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void asksWhatAdministratorsWrite(SqlDialect dialect) throws Exception {
        String query = "SELECT username AS user, password, NULL AS missing, '' AS empty \n FROM mailbox"
                + " WHERE username = '%Lu' AND active = '1' ;\n";
        assertThat(fields(dialect, query, "Alice@A.example"))
                .containsExactly(
                        Map.entry("user", "alice@a.example"), Map.entry("password", "$1$x$y"), Map.entry("empty", ""));
        assertThat(fields(dialect, query, "o'neil@a.example")).containsEntry("password", "{PLAIN}x");
        assertThat(records(dialect, query, "gone@a.example")).isEmpty();
        assertThat(fields(dialect, query, "fresh@old.example")).containsKey("password");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void makesARecordOfEachRow(SqlDialect dialect) throws Exception {
        assertThat(records(dialect, "SELECT password_hash AS password FROM mailbox_app_password ORDER BY id", "x"))
                .extracting(r -> r.field("password").orElseThrow())
                .containsExactly("{PLAIN}ph", "{PLAIN}no");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void putsUsernameAndDomainTogetherBesideAPassword(SqlDialect dialect) throws Exception {
        String both = "SELECT '%n' AS username, 'x.example' AS domain, 'p' AS password";
        assertThat(fields(dialect, both, "a@b.example"))
                .containsExactly(Map.entry("password", "p"), Map.entry("user", "a@x.example"));
        assertThat(fields(dialect, "SELECT 'c' AS username, 'p' AS password", "a@b.example"))
                .containsEntry("user", "c@b.example");
        assertThat(fields(dialect, "SELECT 'c' AS username, 'p' AS password", "a"))
                .containsEntry("user", "c");
        assertThat(fields(dialect, "SELECT 'd' AS domain, 'p' AS password", "a"))
                .containsEntry("user", "a@d");
        assertThat(fields(dialect, "SELECT 'c' AS username, 5 AS uid", "a")).doesNotContainKey("user");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void leavesVariablesInValuesToTheMailProcess(SqlDialect dialect) throws Exception {
        assertThat(fields(dialect, "SELECT 'maildir:/srv/%%d/%%n' AS userdb_mail, 'p%%' AS password", "a@b"))
                .containsEntry("userdb_mail", "maildir:/srv/%d/%n")
                .containsEntry("password", "p%");
    }

    @Test
    void showsValuesAsTheClientOfTheDatabaseDoes() throws Exception {
        assertThat(fields(
                        SqlDialect.MARIADB,
                        "SELECT CAST('2030-01-02 03:04:05' AS datetime) AS d, CAST('2030-01-02' AS date) AS e,"
                                + " CAST(1.50 AS decimal(5,2)) AS f, 1=1 AS g, CAST(1 AS unsigned) AS h, active AS i,"
                                + " 0x61 AS j, 1e3 AS k FROM mailbox WHERE username='alice@a.example'",
                        "x"))
                .containsExactly(
                        Map.entry("d", "2030-01-02 03:04:05"),
                        Map.entry("e", "2030-01-02"),
                        Map.entry("f", "1.50"),
                        Map.entry("g", "1"),
                        Map.entry("h", "1"),
                        Map.entry("i", "1"),
                        Map.entry("j", "a"),
                        Map.entry("k", "1000"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void usesFactsOfTheRequestAndSaysWhich(SqlDialect dialect) throws Exception {
        String query = "SELECT 'p' AS password, '%r' AS ip, %{session} AS session FROM mailbox"
                + " WHERE username='alice@a.example' AND '%{service}'='imap'";
        assertThat(new SqlAccountSource("q", query, source(dialect)).variables())
                .containsExactlyInAnyOrder("rip", "session", "service");
        Map<String, String> facts =
                Map.of("service", "imap", "rip", "192.0.2.1", "session", "'; DROP TABLE mailbox; --");
        AccountAnswer answer = ask(dialect, query, new AccountRequest("x", facts));
        assertThat(((AccountAnswer.Found) answer).first().fields())
                .containsEntry("ip", "192.0.2.1")
                .containsEntry("session", "'; DROP TABLE mailbox; --");
        assertThat(ask(dialect, query, AccountRequest.of("x"))).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void isUnavailableWhenTheQueryFails(SqlDialect dialect) throws Exception {
        for (String query : List.of("SELECT nothing FROM nowhere", "SELECT * FROM mailbox WHERE")) {
            assertThat(ask(dialect, query, AccountRequest.of("x"))).isInstanceOf(AccountAnswer.Unavailable.class);
        }
    }

    @Test
    void isUnavailableForAValueThatIsNoText() throws Exception {
        assertThat(ask(SqlDialect.MARIADB, "SELECT 0xff AS password", AccountRequest.of("x")))
                .isInstanceOfSatisfying(
                        AccountAnswer.Unavailable.class,
                        u -> assertThat(u.reason()).contains("not UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT enable%Ld FROM mailbox        | 13 | cannot be part of a name
                    SELECT enable%Ls FROM t%u            | 23 | cannot be part of a name
                    SELECT a%{service}$b FROM mailbox    | 8  | cannot be part of a name
                    SELECT %s%c                          | 9  | cannot be part of a name
                    SELECT a FROM `%d`                   | 15 | cannot stand in a quoted identifier
                    SELECT `a%{service}%r`               | 19 | cannot stand in a quoted identifier
                    SELECT `a%Ls                         | 7  | not closed
                    SELECT 1 -- %u                       | 12 | cannot stand in a comment
                    SELECT %q                            | 7  | is no variable
                    SELECT %{md4:user}                   | 9  | not supported
                    SELECT ?                             | 7  | a ? is not allowed
                    SELECT 'x                            | 7  | not closed
                    """)
    void refusesAVariableWhereNoParameterCanBe(String query, int offset, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> SqlAccountSource.check(query, SqlDialect.MARIADB))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    /** As iRedMail and ISPConfig have them. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void asksTheColumnOfTheService(SqlDialect dialect) throws Exception {
        for (String query : List.of(
                "SELECT password FROM mailbox WHERE username='%u' AND mailbox.`%Ls%Lc_active`=1",
                "SELECT password FROM mailbox WHERE username='%u' AND mailbox.%Ls%Lc_active=1",
                "SELECT password FROM mailbox m WHERE username='%u' AND m.%{service}_active=1")) {
            AccountRequest smtp = new AccountRequest("gone@a.example", Map.of("service", "SMTP"));
            assertThat(ask(dialect, query, smtp)).isInstanceOf(AccountAnswer.Found.class);
            assertThat(ask(dialect, query, new AccountRequest("alice@a.example", smtp.facts())))
                    .isEqualTo(AccountAnswer.NOT_FOUND);
            assertThat(ask(dialect, query, smtp.with("service", "imap"))).isInstanceOf(AccountAnswer.Unavailable.class);
            assertThat(ask(dialect, query, smtp.with("service", "smtp_active`=1 OR 1=1 -- ")))
                    .isInstanceOfSatisfying(
                            AccountAnswer.Unavailable.class,
                            u -> assertThat(u.reason()).contains("cannot be a part of a name"));
        }
        AccountRequest hyphen = new AccountRequest("x", Map.of("service", "quota-status"));
        assertThat(ask(dialect, "SELECT password, `%s` FROM (SELECT 'x' AS password, 1 AS `quota-status`) t", hyphen))
                .isInstanceOf(AccountAnswer.Found.class);
        assertThat(ask(dialect, "SELECT password FROM mailbox WHERE x%s=1", hyphen))
                .isInstanceOfSatisfying(
                        AccountAnswer.Unavailable.class,
                        u -> assertThat(u.reason()).contains("cannot be a part of a name"));
        assertThat(new SqlAccountSource("q", "SELECT `smtp%c`, enable%Ls", source(dialect)).variables())
                .containsExactlyInAnyOrder("service", "secured");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void listsUsersByEitherForm(SqlDialect dialect) throws Exception {
        assertThat(list(dialect, "SELECT domain AS x, domain AS user FROM domain ORDER BY domain"))
                .isEqualTo(new Keys.Listed(List.of("a.example", "off.example", "old.example")));
        assertThat(list(
                        dialect,
                        "SELECT 'a' AS username, 'b' AS domain UNION ALL SELECT NULL, 'c' UNION ALL SELECT 'd', NULL;"))
                .isEqualTo(new Keys.Listed(List.of("a@b", "d")));
        assertThat(list(dialect, "SELECT 'a' AS username WHERE '%%' = '%%'")).isEqualTo(new Keys.Listed(List.of("a")));
        assertThat(list(dialect, "SELECT 1 AS a")).isInstanceOf(Keys.Unavailable.class);
        assertThat(list(dialect, "SELECT user FROM nowhere")).isInstanceOf(Keys.Unavailable.class);
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> list(dialect, "SELECT '%u' AS user"))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(8));
    }

    private static Keys list(SqlDialect dialect, String query) throws Exception {
        return new SqlAccountList("iterate-query", query, source(dialect)).users();
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void knowsPostfixAdminsTables(SqlDialect dialect) throws Exception {
        PostfixAdminQueries queries =
                PostfixAdminQueries.of(dialect, PostfixAdminQueries.Version.V4_0, Optional.of("/srv/vmail"));
        List<AccountRecord> alice = records(dialect, queries.passwordQuery(), "alice@a.example");
        assertThat(alice).hasSize(3);
        assertThat(alice.get(0).fields())
                .containsEntry("user", "alice@a.example")
                .containsEntry("password", "$1$x$y")
                .doesNotContainKeys("app_password", "password_expiry");
        assertThat(alice.subList(1, 3))
                .extracting(r -> r.field("app_password").orElse("-")
                        + r.field("password").orElse("-"))
                .containsExactlyInAnyOrder("phone{PLAIN}ph", "{PLAIN}no");
        assertThat(records(dialect, queries.passwordQuery(), "alice@b.example")).isEqualTo(alice);
        assertThat(state(dialect, queries, "alice@a.example", "smtp")).isEqualTo(AccountState.NO_SERVICE);
        assertThat(state(dialect, queries, "alice@b.example", "imap")).isEqualTo(AccountState.OPEN);
        assertThat(state(dialect, queries, "alice@c.example", "imap")).isEqualTo(AccountState.INACTIVE);
        assertThat(state(dialect, queries, "gone@a.example", "imap")).isEqualTo(AccountState.INACTIVE);
        assertThat(state(dialect, queries, "dan@off.example", "imap")).isEqualTo(AccountState.INACTIVE);
        assertThat(state(dialect, queries, "bob@old.example", "imap")).isEqualTo(AccountState.EXPIRED);
        assertThat(state(dialect, queries, "fresh@old.example", "imap")).isEqualTo(AccountState.OPEN);
        assertThat(records(dialect, queries.passwordQuery(), "eve@a.example")).isEmpty();
        assertThat(fields(dialect, queries.userQuery(), "alice@b.example"))
                .containsExactly(
                        Map.entry("user", "alice@a.example"),
                        Map.entry("home", "/srv/vmail/a.example/alice/"),
                        Map.entry("quota_rule", "*:bytes=1024"),
                        Map.entry("quota_storage_size", "1024"));
        assertThat(records(dialect, queries.userQuery(), "alice@c.example")).isEmpty();
        assertThat(((Keys.Listed) list(dialect, queries.iterateQuery())).keys())
                .containsExactlyInAnyOrder(
                        "alice@a.example", "o'neil@a.example", "bob@old.example", "fresh@old.example");
    }

    private static AccountState state(SqlDialect dialect, PostfixAdminQueries queries, String user, String service)
            throws Exception {
        AccountRecord record = records(dialect, queries.passwordQuery(), user).get(0);
        return AccountState.of(record, service, Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "SQLITE"})
    void asksOlderPostfixAdminsForLess(SqlDialect dialect) throws Exception {
        PostfixAdminQueries older = PostfixAdminQueries.of(dialect, PostfixAdminQueries.Version.V3_3, Optional.empty());
        assertThat(records(dialect, older.passwordQuery(), "alice@a.example"))
                .singleElement()
                .satisfies(r -> assertThat(r.has("smtp_active")).isFalse());
        assertThat(fields(dialect, older.passwordQuery(), "bob@old.example")).containsKey("password_expiry");
        PostfixAdminQueries oldest =
                PostfixAdminQueries.of(dialect, PostfixAdminQueries.Version.V2_3, Optional.empty());
        assertThat(fields(dialect, oldest.passwordQuery(), "bob@old.example")).doesNotContainKey("password_expiry");
        assertThat(fields(dialect, oldest.userQuery(), "bob@old.example")).containsOnlyKeys("user");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> PostfixAdminQueries.of(dialect, PostfixAdminQueries.Version.V4_0, Optional.of("/a'b")));
    }

    /** No PostgreSQL runs here: that its queries are well-formed templates is all that is shown. */
    @ParameterizedTest
    @EnumSource
    void makesTemplatesForPostgresqlToo(PostfixAdminQueries.Version version) throws Exception {
        PostfixAdminQueries queries = PostfixAdminQueries.of(SqlDialect.POSTGRESQL, version, Optional.of("/srv"));
        SqlAccountSource.check(queries.passwordQuery(), SqlDialect.POSTGRESQL);
        SqlAccountSource.check(queries.userQuery(), SqlDialect.POSTGRESQL);
        SqlAccountList.check(queries.iterateQuery(), SqlDialect.POSTGRESQL);
        assertThat(queries.passwordQuery()).contains("\"user\"").doesNotContain("= 1", "CONCAT");
    }
}
