package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsSnapshotTest {

    @TempDir
    private Path directory;

    private List<String> writtenWith(String cache) throws IOException {
        Path database = directory.resolve("mail.db");
        if (!Files.exists(database)) {
            Files.createFile(database);
        }
        Path snapshots = Files.createTempDirectory(directory, "snapshots");
        try (RunningConfiguration running = RunningConfiguration.forDaemon(
                ConfigurationReaderTest.read("""
                        [cache]
                        snapshot = "%1$s"
                        [source.db]
                        type = "sql"
                        url = "jdbc:sqlite:%2$s"
                        [accounts]
                        source = "db"
                        password-query = "SELECT 'x' AS password WHERE '%%u' != ''"
                        user-query = "SELECT '/home' AS home WHERE '%%u' != ''"
                        cache = { %3$s }
                        """.formatted(snapshots, database, cache))
                        .configuration(),
                LookupObserver.NONE)) {
            var accounts = running.accounts().orElseThrow();
            accounts.passwords()
                    .orElseThrow()
                    .lookup(AccountRequest.of("alice"))
                    .join();
            accounts.users().orElseThrow().lookup(AccountRequest.of("alice")).join();
            running.serving();
        }
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void passwordsAreWrittenToDiskOnlyIfThatIsSaid() throws IOException {
        assertThat(writtenWith("")).containsExactly("accounts%2Euser.cache");
        assertThat(writtenWith("snapshot-passwords = true"))
                .containsExactly("accounts%2Epassword.cache", "accounts%2Euser.cache");
    }
}
