package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTable;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that reads and commands that write use the file at the same time. */
class TwoProcessesTest {

    private static final int MAILBOXES = 100;

    @TempDir
    private Path directory;

    private Process writer(String prefix) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreWriter.class.getName(),
                        directory.resolve("guichet.db").toString(),
                        prefix,
                        String.valueOf(MAILBOXES))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(prefix + ".log").toFile())
                .start();
    }

    private void endsWell(Process process, String prefix) throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve(prefix + ".log")))
                .isZero();
    }

    @Test
    void createTheStoreTogetherAndLoseNothing() throws Exception {
        Process one = writer("a");
        Process two = writer("b");
        endsWell(one, "a");
        endsWell(two, "b");
        try (EmbeddedStore store = EmbeddedStore.openExisting(directory.resolve("guichet.db"))) {
            assertThat(store.mailboxes().list(Optional.empty())).hasSize(2 * MAILBOXES);
        }
    }

    @Test
    void letTheReaderSeeEachChangeWithoutEverBeingUnavailable() throws Exception {
        Path file = directory.resolve("guichet.db");
        try (EmbeddedStore store = EmbeddedStore.open(file);
                SqlSource source = SqlSource.open(
                        SqlSourceConfig.of("local", SqlUrl.parse(EmbeddedStore.jdbcUrl(file))), LookupObserver.NONE)) {
            store.domains().add("example.com", Domains.Kind.MAILBOX);
            String query = EmbeddedQueries.forParameter("virtual_mailbox_maps")
                    .orElseThrow()
                    .query();
            SqlTable table = new SqlTable(SqlTableConfig.of("mailbox", query), source);
            Process writer = writer("a");
            List<String> lastKeys = List.of("a" + (MAILBOXES - 1) + "@example.com", "mine@example.com");
            for (int i = 0; writer.isAlive() || i == 0; i++) {
                store.mailboxes().add("mine" + i + "@example.com", Mailboxes.Settings.NONE);
                assertThat(ask(table, "mine" + i + "@example.com")).isInstanceOf(Answer.Found.class);
                assertThat(ask(table, lastKeys.get(1))).isEqualTo(Answer.NOT_FOUND);
            }
            endsWell(writer, "a");
            assertThat(ask(table, lastKeys.get(0))).isInstanceOf(Answer.Found.class);
        }
    }

    private static Answer ask(SqlTable table, String key) throws Exception {
        return table.lookup(key, new Trail()).get(60, TimeUnit.SECONDS);
    }
}
