package io.github.guichet.lookup.tablefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.sql.SqlTls;
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

class SqlTableFileTest {

    @TempDir
    Path directory;

    private final List<TableFileProblem> problems = new ArrayList<>();

    @Test
    void readsEveryParameterOfMysqlTable() throws IOException {
        TableFile.SqlTableFile file = read("mysql", """
                hosts = inet:db1:3307 unix:/run/db.sock, [2001:db8::1]:3306
                user = u
                password = p w
                dbname = mail
                charset = latin1
                idle_interval = 30
                retry_interval = 20
                query = SELECT goto FROM alias WHERE address='%s'
                result_format = <%s>
                domain = example.com
                expansion_limit = 5
                option_group =
                require_result_set = no
                tls_cert_file = /c
                tls_key_file = /k
                tls_CAfile = /ca
                tls_CApath = /cas
                tls_ciphers = HIGH:ECDHE-RSA-AES256-GCM-SHA384:!aNULL
                tls_verify_cert = yes
                """);
        SqlSourceConfig source = file.source();
        assertThat(source.servers())
                .extracting(SqlServer::label)
                .containsExactly("db1:3307", "unix:/run/db.sock", "[2001:db8::1]:3306");
        assertThat(source.order()).isEqualTo(SqlSourceConfig.Order.UNIX_FIRST_THEN_RANDOM);
        assertThat(List.of(source.user(), source.password(), source.charset())).containsExactly("u", "p w", "latin1");
        assertThat(source.idle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(source.retry()).isEqualTo(Duration.ofSeconds(20));
        assertThat(source.tls())
                .isEqualTo(new SqlTls(
                        SqlTls.Mode.VERIFIED,
                        Optional.of(Path.of("/ca")),
                        Optional.of(Path.of("/cas")),
                        Optional.of(Path.of("/c")),
                        Optional.of(Path.of("/k")),
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
        SqlTableConfig table = file.table();
        assertThat(table.resultFormat()).isEqualTo("<%s>");
        assertThat(table.expansionLimit()).isEqualTo(5);
        assertThat(table.requireResultSet()).isFalse();
        assertThat(table.domain().isAll()).isFalse();
        assertThat(TableFiles.warnings("mysql", directory.resolve("table.cf"))).isEmpty();
    }

    @Test
    void usesTlsOnlyWhenItsParametersAreSet() throws IOException {
        String plain = "dbname = d\nhosts = db.example\noption_group =\nquery = SELECT 1\n";
        assertThat(read("mysql", plain).source().tls().mode()).isEqualTo(SqlTls.Mode.OFF);
        assertThat(read("mysql", plain + "tls_CAfile = /ca\n").source().tls().mode())
                .isEqualTo(SqlTls.Mode.OPPORTUNISTIC);
        assertThat(read("mysql", plain + "tls_verify_cert = yes\n")
                        .source()
                        .tls()
                        .mode())
                .isEqualTo(SqlTls.Mode.VERIFIED);
        assertThat(read("pgsql", plain).source().tls().mode()).isEqualTo(SqlTls.Mode.OPPORTUNISTIC);
    }

    @Test
    void takesLocalhostForTheSocketAsMysqlDoes() throws IOException {
        Path options = Files.writeString(directory.resolve("my.cnf"), "[client]\nsocket=/from/options\nuser=u\n");
        String file = "dbname = d\nquery = SELECT 1\noption_file = " + options + "\n";
        for (String hosts : List.of("", "hosts = localhost\n", "hosts = inet:LOCALHOST:3307\n")) {
            SqlSourceConfig source = read("mysql", file + hosts).source();
            assertThat(source.servers()).extracting(SqlServer::label).containsExactly("unix:/from/options");
            assertThat(source.user()).isEqualTo("u");
        }
        assertThat(read("mysql", "dbname = d\nquery = SELECT 1\noption_group =\n")
                        .source()
                        .servers())
                .extracting(SqlServer::label)
                .containsExactly("unix:/run/mysqld/mysqld.sock");
    }

    @Test
    void readsTheOldPieces() throws IOException {
        String pieces =
                "dbpath = /db\ndbname = d\ntable = t\nselect_field = s\nwhere_field = w\nadditional_conditions = and x\n";
        for (String type : List.of("mysql", "pgsql", "sqlite")) {
            assertThat(read(type, pieces).table().query()).isEqualTo("SELECT s FROM t WHERE w='%s' and x");
        }
        assertThat(read("pgsql", pieces + "select_function = f\n").table().query())
                .isEqualTo("SELECT f('%s')");
        assertThat(read("sqlite", pieces + "query = SELECT 1\n").table().query())
                .isEqualTo("SELECT 1");
    }

    @Test
    void readsPostgresqlUris() throws IOException {
        SqlSourceConfig source = read("pgsql", """
                hosts = postgresql://u:p%40w@a:5433/mail?sslmode=require postgres:///other?host=/sockets&user=x unix:/pg c:1
                dbname = third
                query = SELECT 1
                """).source();
        assertThat(source.servers())
                .extracting(SqlServer::label)
                .containsExactly("a:5433", "unix:/sockets/.s.PGSQL.5432", "unix:/pg/.s.PGSQL.5432", "c:1");
        assertThat(source.servers().get(0).properties())
                .containsEntry("user", "u")
                .containsEntry("password", "p@w")
                .containsEntry("sslmode", "require");
        assertThat(source.servers().get(3).url()).isEqualTo("jdbc:postgresql://c:1/third");
    }

    @Test
    void takesTheFirstColumnOfSqliteOnly() throws IOException {
        assertThat(read("sqlite", "dbpath = /db\nquery = SELECT 1\n").table().columns())
                .isEqualTo(SqlTableConfig.Columns.FIRST);
    }

    @Test
    void warnsOfUnknownParametersAndReadsTheFileAllTheSame() throws IOException {
        read("mysql", "dbname = d\nquery = SELECT 1\nqeury = x\n");
        assertThat(TableFiles.warnings("mysql", directory.resolve("table.cf")))
                .extracting(TableFileProblem::key)
                .containsExactly("qeury");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "mysql  | query = SELECT 1                                       | :0 dbname must be set",
                "mysql  | dbname = d                                             | :0 query must be set",
                "mysql  | dbname = d;query = SELECT '%x'                         | :2 query %x is not an expansion",
                "mysql  | dbname = d;query = SELECT a FROM t_%d                  | :2 query at character 17",
                "mysql  | dbname = d;query = SELECT 1;result_format =            | :3 result_format must not be empty",
                "mysql  | dbname = d;query = SELECT 1;expansion_limit = x        | :3 expansion_limit not a whole number",
                "mysql  | dbname = d;query = SELECT 1;idle_interval = 0          | :3 idle_interval too small",
                "mysql  | dbname = d;query = SELECT 1;charset = gbk              | :3 charset not supported",
                "mysql  | dbname = d;query = SELECT 1;hosts = db:http            | :3 hosts no port number",
                "mysql  | dbname = d;query = SELECT 1;domain = regexp:/x         | :3 domain regexp:/x",
                "mysql  | dbname = d;query = SELECT 1;domain = hash:/x           | :3 domain texthash:/x",
                "mysql  | dbname = d;query = SELECT 1;tls_ciphers = KRB5-DES     | :3 tls_ciphers KRB5-DES",
                "mysql  | dbname = d;query = SELECT 1;option_file = /nonexistent | :3 option_file /nonexistent",
                "mysql  | dbname = d;table = t;where_field = w                   | :0 select_field must be set",
                "pgsql  | query = SELECT 1                                       | :0 dbname must be set",
                "pgsql  | hosts = mysql://a/b;query = SELECT 1                   | :1 hosts not a PostgreSQL connection URI",
                "pgsql  | hosts = postgres://a/b?krbsrvname=x;query = SELECT 1   | :1 hosts krbsrvname",
                "pgsql  | dbname = d;encoding = EUC_JP;query = SELECT 1          | :2 encoding not supported",
                "sqlite | query = SELECT 1                                       | :0 dbpath must be set",
                "sqlite | dbpath = /d;query = SELECT a FROM b WHERE c=\"%s\"     | :2 query quoted identifier",
                "oracle | query = SELECT 1                                       | :0  not supported",
            })
    void saysWhatIsWrongAndWhere(String type, String text, String expected) throws IOException {
        Path path = Files.writeString(directory.resolve("table.cf"), text.replace(';', '\n') + "\n");
        assertThat(TableFiles.read(type, path, "map", problems)).isEmpty();
        String[] parts = expected.split(" ", 3);
        assertThat(problems).anySatisfy(problem -> {
            assertThat(":" + problem.line()).isEqualTo(parts[0]);
            assertThat(problem.key()).isEqualTo(parts[1]);
            assertThat(problem.message()).contains(parts[2]);
        });
    }

    private TableFile.SqlTableFile read(String type, String text) throws IOException {
        Path path = Files.writeString(directory.resolve("table.cf"), text);
        Optional<TableFile> file = TableFiles.read(type, path, "map", problems);
        assertThat(problems).isEmpty();
        return (TableFile.SqlTableFile) file.orElseThrow();
    }
}
