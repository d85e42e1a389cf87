package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("guichet.db");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.jdbcUrl(file));
                Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    private int number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.jdbcUrl(file))) {
            return Sql.count(connection, query);
        }
    }

    private void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void createsAFileThatOnlyItsOwnerCanReadWithItsSchemaInWalMode() throws Exception {
        EmbeddedStore.open(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
        assertThat(number("PRAGMA application_id")).isEqualTo(Schema.APPLICATION_ID);
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.jdbcUrl(file))) {
            assertThat(Sql.first(connection, "PRAGMA journal_mode", row -> row.getString(1)))
                    .contains("wal");
        }
    }

    @Test
    void leavesACurrentStoreAlone() throws Exception {
        EmbeddedStore.open(file).close();
        int schema = number("PRAGMA schema_version");
        EmbeddedStore.open(file).close();
        assertThat(number("PRAGMA schema_version")).isEqualTo(schema);
    }

    @Test
    void refusesTheSchemaOfANewerGuichet() throws Exception {
        EmbeddedStore.open(file).close();
        sql("PRAGMA user_version = " + (Schema.VERSION + 1));
        assertThatThrownBy(() -> EmbeddedStore.open(file))
                .hasMessage(file + ": was written by a newer guichet: its schema is " + (Schema.VERSION + 1)
                        + ", this one knows " + Schema.VERSION);
    }

    @Test
    void refusesTheFilesOfOtherPrograms() throws Exception {
        sql("CREATE TABLE t (x)");
        mode(file, "rw-------");
        assertThatThrownBy(() -> EmbeddedStore.open(file)).hasMessage(file + ": is an SQLite file of another program");
        assertThat(number("SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
        Files.writeString(file, "This is no database at all, but it is long enough to be looked at. ".repeat(20));
        assertThatThrownBy(() -> EmbeddedStore.open(file)).hasMessage(file + ": is no SQLite file");
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        EmbeddedStore.open(file).close();
        mode(file, "rw-r-----");
        EmbeddedStore.open(file).close();
        mode(file, "rw-r--r--");
        assertThatThrownBy(() -> EmbeddedStore.open(file))
                .hasMessage(file + ": it holds secrets and others can read it; chmod o= " + file);
    }

    @Test
    void refusesADirectoryThatIsMissingOrThatAnybodyCanWriteTo() throws IOException {
        Path missing = directory.resolve("missing/guichet.db");
        assertThatThrownBy(() -> EmbeddedStore.open(missing)).hasMessage(missing + ": its directory does not exist");
        mode(directory, "rwxrwxrwx");
        assertThatThrownBy(() -> EmbeddedStore.open(file)).hasMessageContaining("chmod o-w " + directory);
        assertThat(file).doesNotExist();
    }

    @Test
    void opensOnlyWhatExistsWhenAskedTo() {
        assertThatThrownBy(() -> EmbeddedStore.openExisting(file)).hasMessage(file + ": there is no such file");
        assertThat(file).doesNotExist();
    }

    @Test
    void takesBackAMigrationThatFails() throws Exception {
        Files.createFile(file);
        mode(file, "rw-------");
        sql("PRAGMA application_id = " + Schema.APPLICATION_ID);
        sql("CREATE TABLE sender (mine)");
        assertThatThrownBy(() -> EmbeddedStore.open(file)).hasMessageContaining("sender already exists");
        assertThat(number("SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
        assertThat(number("PRAGMA user_version")).isZero();
    }

    @Test
    void bringsTheFirstSchemaUpToDateAndKeepsWhatIsInIt() throws Exception {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.jdbcUrl(file))) {
            Schema.migrate(connection, 1);
        }
        sql("INSERT INTO domain (name, kind) VALUES ('example.com', 'mailbox')");
        sql(
                "INSERT INTO mailbox (address, domain, password, maildir) VALUES ('a@example.com', 'example.com', 'h', 'm/')");
        try (EmbeddedStore store = EmbeddedStore.open(file)) {
            assertThat(store.mailboxes().get("a@example.com").hasPassword()).isTrue();
            assertThat(store.logins().get("a@example.com"))
                    .isEqualTo(new Logins.Login(
                            Set.of(Logins.Service.values()), Optional.empty(), Optional.empty(), Optional.empty()));
        }
        assertThat(number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
    }
}
