package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSourceTest {

    private static final String QUERY = "SELECT v FROM map WHERE k='%s'";

    @TempDir
    Path directory;

    @Test
    void neitherMakesNorChangesAFile() throws Exception {
        Path file = directory.resolve("gone.db");
        try (SqlSource source = open(file, Duration.ofSeconds(20))) {
            assertThat(ask(source, QUERY))
                    .isInstanceOfSatisfying(
                            Answer.Unavailable.class,
                            a -> assertThat(a.reason()).contains(file.toString()));
        }
        assertThat(file).doesNotExist();
        write(file, "b");
        try (SqlSource source = open(file, Duration.ofSeconds(20))) {
            assertThat(ask(source, "DELETE FROM map RETURNING '%s'")).isInstanceOf(Answer.Unavailable.class);
            assertThat(ask(source, QUERY)).isEqualTo(new Answer.Found("b"));
        }
    }

    @Test
    void seesAFileThatReplacesTheOld() throws Exception {
        Path file = directory.resolve("mail.db");
        write(file, "old");
        try (SqlSource source = open(file, Duration.ofSeconds(20))) {
            assertThat(ask(source, QUERY)).isEqualTo(new Answer.Found("old"));
            Path other = directory.resolve("new.db");
            write(other, "new");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(ask(source, QUERY)).isEqualTo(new Answer.Found("new"));
        }
    }

    @Test
    void readsBesideAWriter() throws Exception {
        Path file = directory.resolve("wal.db");
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = writer.createStatement();
                SqlSource source = open(file, Duration.ofSeconds(20))) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE map (k TEXT, v TEXT)");
            for (String value : new String[] {"one", "two", "three"}) {
                statement.execute("DELETE FROM map");
                statement.execute("INSERT INTO map VALUES ('a', '" + value + "')");
                assertThat(ask(source, QUERY)).isEqualTo(new Answer.Found(value));
            }
        }
    }

    @Test
    void interruptsAQueryAtItsDeadline() throws Exception {
        Path file = directory.resolve("mail.db");
        write(file, "b");
        try (SqlSource source = open(file, Duration.ofSeconds(1))) {
            assertThat(ask(source, QUERY)).isEqualTo(new Answer.Found("b"));
            String endless =
                    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT max(x) FROM n WHERE '%s'<>''";
            assertThat(ask(source, endless)).isInstanceOf(Answer.Unavailable.class);
            for (int i = 0; i < 300 && source.pool().active() > 0; i++) {
                Thread.sleep(100);
            }
            assertThat(source.pool().active()).isZero();
        }
    }

    private static void write(Path file, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE map (k TEXT, v TEXT)");
            statement.execute("INSERT INTO map VALUES ('a', '" + value + "')");
        }
    }

    private static SqlSource open(Path file, Duration deadline) throws SqlUrlException {
        SqlSourceConfig config =
                SqlSourceConfig.of("db", SqlUrl.parse("jdbc:sqlite:" + file)).withBounds(2, 10, deadline);
        return SqlSource.open(config, LookupObserver.NONE);
    }

    private static Answer ask(SqlSource source, String query) throws Exception {
        return new SqlTable(SqlTableConfig.of("map", query), source)
                .lookup("a", new Trail())
                .get(60, TimeUnit.SECONDS);
    }
}
