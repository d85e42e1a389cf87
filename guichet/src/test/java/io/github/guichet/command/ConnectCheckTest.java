package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.server.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectCheckTest {

    @TempDir
    private Path directory;

    @Test
    void reportsABadQueryThoughASourceIsDownWhoseNameIsPartOfTheReason() throws BadConfigurationException, IOException {
        Files.createFile(directory.resolve("mail.db"));
        Path file = Files.writeString(directory.resolve("guichet.toml"), """
                [source.a]
                type = "sql"
                url = "jdbc:sqlite:@DIR@/gone.db"
                [source.db]
                type = "sql"
                url = "jdbc:sqlite:@DIR@/mail.db"
                [map.alias]
                source = "db"
                query = "SELECT goto FROM alias WHERE address='%s'"
                [map.other]
                source = "a"
                query = "SELECT goto FROM alias WHERE address='%s'"
                """.replace("@DIR@", directory.toString()));
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        assertThatThrownBy(() -> ConnectCheck.check(file, configuration))
                .isInstanceOfSatisfying(
                        BadConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::key)
                                .containsExactly("source.a", "map.alias"));
    }

    @Test
    void triesTheQueriesOfAccounts() throws BadConfigurationException, IOException {
        Files.createFile(directory.resolve("mail.db"));
        Path file = Files.writeString(directory.resolve("guichet.toml"), """
                [source.db]
                type = "sql"
                url = "jdbc:sqlite:@DIR@/mail.db"
                [accounts]
                source = "db"
                password-query = "SELECT 'x' AS password WHERE '%u' = 'x'"
                user-query = "SELECT home FROM gone WHERE user='%u'"
                iterate-query = "SELECT name FROM gone"
                """.replace("@DIR@", directory.toString()));
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        assertThatThrownBy(() -> ConnectCheck.check(file, configuration))
                .isInstanceOfSatisfying(
                        BadConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::key)
                                .containsExactly("accounts.user", "accounts.iterate"));
    }

    @Test
    void missesTheDirectoryInWhichCountersSurvive() throws Exception {
        Path file = Files.writeString(directory.resolve("guichet.toml"), """
                [state]
                directory = "@DIR@/state"
                [policy]
                listen = "unix:@DIR@/policy.sock"
                [[policy.rule]]
                name = "outgoing"
                check = "rate"
                limits = "1/1h"
                """.replace("@DIR@", directory.toString()));
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        assertThatThrownBy(() -> ConnectCheck.check(file, configuration))
                .isInstanceOfSatisfying(
                        BadConfigurationException.class,
                        e -> assertThat(e.problems()).extracting(Problem::key).containsExactly("state.directory"));
        Path made = Files.createDirectory(directory.resolve("state"));
        assertThat(made).isEmptyDirectory();
        assertThatCode(() -> ConnectCheck.check(file, configuration)).doesNotThrowAnyException();
    }

    @Test
    void triesTheStoresInWhichRulesCountAndBlamesAStoreThatIsNotThereOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("guichet.toml"), """
                [source.local]
                type = "embedded"
                path = "@DIR@/guichet.db"
                [policy]
                listen = "unix:@DIR@/policy.sock"
                [[policy.rule]]
                name = "outgoing"
                check = "rate"
                limits = "1/1h"
                store = "embedded"
                """.replace("@DIR@", directory.toString()));
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        assertThatThrownBy(() -> ConnectCheck.check(file, configuration))
                .isInstanceOfSatisfying(
                        BadConfigurationException.class,
                        e -> assertThat(e.problems()).extracting(Problem::key).containsExactly("source.local"));
        EmbeddedStore.open(directory.resolve("guichet.db")).close();
        assertThatCode(() -> ConnectCheck.check(file, configuration)).doesNotThrowAnyException();
    }
}
