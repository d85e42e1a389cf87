package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.server.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flushing what is known of accounts. */
class AdminFlushTest {

    @TempDir
    private Path directory;

    private RunningConfiguration running;
    private AdminFlush flush;

    @BeforeEach
    void rememberTwoUsersOfEachOfTwoDomains() throws IOException {
        Files.createFile(directory.resolve("mail.db"));
        running = RunningConfiguration.forDaemon(
                ConfigurationReaderTest.read("""
                        [source.db]
                        type = "sql"
                        url = "jdbc:sqlite:%s/mail.db"
                        [accounts]
                        source = "db"
                        password-query = "SELECT 'x' AS password WHERE '%%u' != '' AND '%%s' != ''"
                        user-query = "SELECT '/home' AS home WHERE '%%u' != ''"
                        """.formatted(directory)).configuration(), LookupObserver.NONE);
        for (String user : List.of("alice@a.example", "bob@a.example", "alice@b.example", "bob@b.example")) {
            tables().forEach(table -> table.lookup(AccountRequest.of(user).with("service", "imap"))
                    .join());
        }
        flush = new AdminFlush(running, AddressConfig.DEFAULTS, Optional.empty());
    }

    @AfterEach
    void close() {
        running.close();
    }

    private List<AccountTable> tables() {
        var accounts = running.accounts().orElseThrow();
        return List.of(accounts.passwords().orElseThrow(), accounts.users().orElseThrow());
    }

    private List<Long> sizes() {
        return tables().stream()
                .map(table -> table.cache().orElseThrow().size())
                .toList();
    }

    private void flush(String... words) throws AdminException {
        assertThat(flush.run(List.of(words))).isEmpty();
    }

    @Test
    void aUserIsForgottenWhateverElseTheRecordDependsOn() throws AdminException {
        assertThat(sizes()).containsExactly(4L, 4L);
        flush("user", "Alice@a.example");
        assertThat(sizes()).containsExactly(3L, 3L);
    }

    @Test
    void aDomainIsForgottenWithItsUsers() throws AdminException {
        flush("domain", "b.example");
        assertThat(sizes()).containsExactly(2L, 2L);
    }

    @Test
    void accountsAreForgottenByNameOrAllTogether() throws AdminException {
        flush("map", "accounts", "bob@a.example", "bob@b.example");
        assertThat(sizes()).containsExactly(2L, 2L);
        flush("map", "accounts");
        assertThat(sizes()).containsExactly(0L, 0L);
    }

    @Test
    void allIsAll() throws AdminException {
        flush("all");
        assertThat(sizes()).containsExactly(0L, 0L);
    }

    @Test
    void aMapThatDoesNotExistIsSaid() {
        assertThatThrownBy(() -> flush("map", "acounts")).isInstanceOf(AdminException.class);
    }
}
