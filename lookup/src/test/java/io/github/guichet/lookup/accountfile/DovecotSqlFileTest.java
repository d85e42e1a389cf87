package io.github.guichet.lookup.accountfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DovecotSqlFileTest {

    @TempDir
    Path directory;

    private final List<TableFileProblem> problems = new ArrayList<>();

    private Optional<DovecotSqlFile> read(String text) throws IOException {
        Path file = directory.resolve("dovecot-sql.conf.ext");
        Files.writeString(file, text);
        return DovecotSqlFile.read(file, "accounts", problems);
    }

    private DovecotSqlFile good(String text) throws IOException {
        Optional<DovecotSqlFile> file = read(text);
        assertThat(problems).isEmpty();
        return file.orElseThrow();
    }

    /** Lines without the file's name: {@code :3: key: message}. */
    private List<String> bad(String text) throws IOException {
        assertThat(read(text)).isEmpty();
        return problems.stream()
                .map(p -> p.toString().substring(p.file().toString().length()))
                .toList();
    }

    private SqlSourceConfig mysql(String connect) throws IOException {
        return good("driver = mysql\nconnect = option_group= " + connect).source();
    }

    @Test
    void readsWhatAdministratorsWrite() throws IOException {
        DovecotSqlFile file = good("""
                # comment
                driver = mysql
                connect = host=127.0.0.1 port=3307 dbname=postfixadmin user=postfix password=se=cret   # behind it
                default_pass_scheme = SHA512-CRYPT
                userdb_warning_disable=yes
                password_query = SELECT username AS user, password \\
                                 FROM mailbox \\
                # a comment in between
                                 WHERE username = '%u' AND active = '1' ;

                user_query = SELECT concat('/srv/vmail/#', maildir) AS home, \\
                                    1000 AS uid, 8 AS gid \\
                             FROM mailbox \\
                             WHERE username = '%u' AND active = '1';
                iterate_query = "SELECT username AS user FROM mailbox"
                """);
        assertThat(file.passwordQuery())
                .isEqualTo("SELECT username AS user, password FROM mailbox WHERE username = '%u' AND active = '1' ;");
        assertThat(file.userQuery()).contains("'/srv/vmail/#'").doesNotContain("\\");
        assertThat(file.iterateQuery()).isEqualTo("SELECT username AS user FROM mailbox");
        assertThat(file.defaultScheme()).isEqualTo("SHA512-CRYPT");
        assertThat(file.source().name()).isEqualTo("accounts");
        assertThat(file.source().user()).isEqualTo("postfix");
        assertThat(file.source().password()).isEqualTo("se=cret");
        assertThat(file.source().servers())
                .extracting(SqlServer::url)
                .containsExactly("jdbc:mariadb://127.0.0.1:3307/postfixadmin");
    }

    @Test
    void hasDovecotsDefaults() throws IOException {
        DovecotSqlFile file = good("driver=sqlite\nconnect=/var/lib/users.db\n");
        assertThat(file.passwordQuery())
                .isEqualTo("SELECT username, domain, password FROM users WHERE username = '%n' AND domain = '%d'");
        assertThat(file.userQuery())
                .isEqualTo("SELECT home, uid, gid FROM users WHERE username = '%n' AND domain = '%d'");
        assertThat(file.iterateQuery()).isEqualTo("SELECT username, domain FROM users");
        assertThat(file.defaultScheme()).isEqualTo("MD5");
        assertThat(file.source().dialect()).isEqualTo(SqlDialect.SQLITE);
        assertThat(file.source().servers()).extracting(SqlServer::url).containsExactly("jdbc:sqlite:/var/lib/users.db");
    }

    @Test
    void knowsEveryParameterOfMysqlsConnectString() throws IOException {
        SqlSourceConfig config =
                mysql("host=db1 host=/run/my.sock host=localhost port=3307 dbname=mail user=u password=p"
                        + " maxconns=3 client_flags=0 connect_timeout=5 read_timeout=4 write_timeout=30 ssl_ca=/ca.pem"
                        + " ssl_ca_path=/ca ssl_cert=/c.pem ssl_key=/k.pem ssl_cipher=HIGH ssl_verify_server_cert=no");
        assertThat(config.servers())
                .extracting(SqlServer::label)
                .containsExactly("db1:3307", "unix:/run/my.sock", "unix:/run/mysqld/mysqld.sock");
        assertThat(config.order()).isEqualTo(SqlSourceConfig.Order.UNIX_FIRST_THEN_RANDOM);
        assertThat(config.poolSize()).isEqualTo(3);
        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.tls())
                .isEqualTo(new SqlTls(
                        SqlTls.Mode.OPPORTUNISTIC,
                        Optional.of(Path.of("/ca.pem")),
                        Optional.of(Path.of("/ca")),
                        Optional.of(Path.of("/c.pem")),
                        Optional.of(Path.of("/k.pem")),
                        ""));
    }

    @Test
    void verifiesMysqlsCertificateUnlessToldNotTo() throws IOException {
        assertThat(mysql("host=db ssl_ca=/ca.pem").tls().mode()).isEqualTo(SqlTls.Mode.VERIFIED);
        assertThat(mysql("host=db ssl_cert=/c.pem").tls().mode()).isEqualTo(SqlTls.Mode.OFF);
        assertThat(mysql("host=db hostaddr=192.0.2.1").servers())
                .extracting(SqlServer::label)
                .containsExactly("192.0.2.1:3306");
    }

    @Test
    void readsOptionFilesForWhatIsNotGiven() throws IOException {
        Path options = Files.writeString(
                directory.resolve("my.cnf"), "[dovecot]\nhost=db9\nport=3399\nuser=fromfile\npassword=\"hidden\"\n");
        SqlSourceConfig config = good("driver=mysql\nconnect=option_file=" + options + " option_group=dovecot dbname=m")
                .source();
        assertThat(config.servers()).extracting(SqlServer::label).containsExactly("db9:3399");
        assertThat(config.user()).isEqualTo("fromfile");
        assertThat(config.password()).isEqualTo("hidden");
    }

    @Test
    void readsPostgresqlsConnectStringsAndUris() throws IOException {
        SqlSourceConfig words = good("driver = pgsql\nconnect = host=db1,db2 host=/run/pg port=5433 dbname=mail"
                        + " user=u password='a\\'b c' sslmode=verify-full maxconns=20")
                .source();
        assertThat(words.servers())
                .extracting(SqlServer::label)
                .containsExactly("db1:5433", "db2:5433", "unix:/run/pg/.s.PGSQL.5433");
        assertThat(words.servers().get(0).properties())
                .containsEntry("user", "u")
                .containsEntry("password", "a'b c")
                .containsEntry("sslmode", "verify-full");
        assertThat(words.poolSize()).isEqualTo(20);
        SqlSourceConfig uri = good("driver = pgsql\nconnect = postgresql://u:p@db/mail?sslmode=require")
                .source();
        assertThat(uri.servers()).extracting(SqlServer::label).containsExactly("db:5432");
        SqlSourceConfig local =
                good("driver = pgsql\nconnect = dbname=mail user = u").source();
        assertThat(local.servers())
                .extracting(SqlServer::label)
                .containsExactly("unix:/var/run/postgresql/.s.PGSQL.5432");
    }

    @Test
    void includesOtherFiles() throws IOException {
        Files.writeString(directory.resolve("connect.conf"), "connect = host=db\n");
        assertThat(good("driver = mysql\n!include connect.conf\n!include_try nothing.conf\n")
                        .source()
                        .servers())
                .extracting(SqlServer::label)
                .containsExactly("db:3306");
    }

    @Test
    void namesAFileThatIncludesItself() throws IOException {
        assertThat(bad("!include dovecot-sql.conf.ext")).first().asString().contains("includes itself");
    }

    @Test
    void reportsEverythingAtOnceWithItsLine() throws IOException {
        assertThat(bad("""
                driver = cassandra
                colour = red
                password_query = SELECT password \\
                  FROM users WHERE name%Ln = '%u'
                iterate_query = SELECT user FROM users WHERE d = '%d'
                update_query = UPDATE users SET password = '%w'
                userdb_warning_disable = perhaps
                map {
                  pattern = x
                  table = y
                }
                secretsecret
                """))
                .anyMatch(p -> p.startsWith(":12: not of the form"))
                .anyMatch(p -> p.startsWith(":8: map: "))
                .anyMatch(p -> p.startsWith(":2: colour: is no setting"))
                .anyMatch(p -> p.startsWith(":6: update_query: is for one-time passwords"))
                .anyMatch(p -> p.startsWith(":7: userdb_warning_disable: "))
                .anyMatch(p -> p.startsWith(": connect: must be set"))
                .anyMatch(p -> p.startsWith(":1: driver: \"cassandra\" is not supported"))
                .anyMatch(p -> p.startsWith(":3: password_query: at character 38: an expansion cannot be part"))
                .anyMatch(p -> p.startsWith(":5: iterate_query: at character 35: a query for all users"))
                .hasSize(9)
                .noneMatch(p -> p.contains("secretsecret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mysql  | dbname=x                     | names no host
                    mysql  | host=db password=a secret    | a word has no "="
                    mysql  | host=db colour=red           | "colour" is not known
                    mysql  | host=db port=99999           | port is no number
                    mysql  | host=db client_flags=65536   | client_flags
                    mysql  | host=db ssl_verify_server_cert=maybe | neither yes nor no
                    mysql  | host=db option_file=/nonexistent/x  | cannot read
                    mysql  | host=db maxconns=many        | maxconns is no number
                    pgsql  | host=db what is this         | is not made of key=value
                    pgsql  | host=db target_session_attrs=any | target_session_attrs
                    pgsql  | host=db port=x               | port
                    pgsql  | host=db hostaddr=192.0.2.1   | together
                    sqlite | users.db                     | absolute path
                    dict   | x                            | "dict" is not supported
                    """)
    void refusesByName(String driver, String connect, String message) throws IOException {
        assertThat(bad("driver = " + driver + "\nconnect = " + connect + "\n"))
                .anyMatch(p -> p.contains(message))
                .noneMatch(p -> p.contains("secret"));
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThat(DovecotSqlFile.read(directory.resolve("none"), "x", problems))
                .isEmpty();
        assertThat(problems).anyMatch(p -> p.message().contains("cannot be read"));
    }
}
