package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

    @TempDir
    private Path directory;

    private final Problems problems = new Problems();
    private Path file = Path.of("/");

    @BeforeEach
    void writeASecret() throws IOException {
        file = Files.writeString(directory.resolve("db.password"), "s3cret\n");
        mode("rw-r-----");
    }

    private void mode(String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Optional<String> secret(String toml, Map<String, String> environment) {
        TomlFile parsed = TomlFile.parse("g.toml", toml, environment, problems);
        Optional<String> secret = parsed.root().secret("password").map(Secret::reveal);
        parsed.finish();
        return secret;
    }

    private List<String> problems() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }

    @Test
    void isReadFromAllThreePlaces() {
        assertThat(secret("password = 'a'", Map.of())).contains("a");
        assertThat(secret("password-file = '" + file + "'", Map.of())).contains("s3cret");
        assertThat(secret("password-credential = 'db.password'", Map.of("CREDENTIALS_DIRECTORY", directory.toString())))
                .contains("s3cret");
        assertThat(problems()).isEmpty();
    }

    @Test
    void isNeverPrinted() {
        assertThat(new Secret("s3cret")).hasToString("***").isEqualTo(new Secret("s3cret"));
        assertThat(secret("password = { s3cret = 's3cret' }", Map.of())).isEmpty();
        assertThat(secret("password = ['s3cret']", Map.of())).isEmpty();
        assertThat(problems()).hasSize(1).noneMatch(text -> text.contains("s3cret"));
    }

    @Test
    void isRefusedFromAFileThatOthersCanRead() throws IOException {
        mode("rw-r--r--");
        assertThat(secret("password-file = '" + file + "'", Map.of())).isEmpty();
        assertThat(problems())
                .containsExactly("g.toml:1:17: password-file: others can read " + file
                        + "; take that right away: chmod o-rwx " + file);
    }

    @Test
    void isOneLine() throws IOException {
        Files.writeString(file, "old\nnew\n");
        assertThat(secret("password-file = '" + file + "'", Map.of())).isEmpty();
        Files.writeString(file, "\n");
        assertThat(secret("password-file = '" + file + "'", Map.of())).isEmpty();
        Files.writeString(file, "s3cret\r\n");
        assertThat(secret("password-file = '" + file + "'", Map.of())).contains("s3cret");
        assertThat(problems())
                .containsExactly(
                        "g.toml:1:17: password-file: " + file + " has several lines; a secret is one line",
                        "g.toml:1:17: password-file: " + file + " is empty; a secret is one line");
    }

    @Test
    void mustBeGivenOnce() {
        secret("password = 'a'\npassword-file = '" + file + "'", Map.of());
        assertThat(problems())
                .containsExactly("g.toml:2:17: password-file: only one of password, password-file and"
                        + " password-credential may be given");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        secret("password-file = '/nowhere/at/all'", Map.of());
        assertThat(problems()).containsExactly("g.toml:1:17: password-file: /nowhere/at/all: no such file");
    }

    @Test
    void doesNotLeaveTheCredentialDirectory() {
        secret("password-credential = '../x'", Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
        assertThat(problems())
                .containsExactly("g.toml:1:23: password-credential: must be the name of a credential, without a slash");
    }

    @Test
    void saysWhenThereAreNoCredentials() {
        secret("password-credential = 'x'", Map.of());
        assertThat(problems()).hasSize(1).allMatch(text -> text.contains("CREDENTIALS_DIRECTORY is not set"));
    }
}
