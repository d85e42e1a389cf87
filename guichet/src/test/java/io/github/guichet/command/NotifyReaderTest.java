package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.policyd.notice.MailConfig;
import io.github.guichet.policyd.notice.WebhookConfig;
import io.github.guichet.server.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What [notify] means, and where lockouts are. */
class NotifyReaderTest {

    @TempDir
    private Path directory;

    private static NotifySection read(String toml) {
        return ConfigurationReaderTest.read(toml).configuration().notices();
    }

    @Test
    void withoutTheSectionOnlyTheLogIsWritten() {
        assertThat(read("")).isEqualTo(new NotifySection(Optional.empty(), Optional.empty()));
    }

    @Test
    void bothWaysAreRead() {
        NotifySection section = read("""
                [notify]
                to = "postmaster@elsewhere.example"
                from = "guichet@mx1.example.org"
                sendmail = "/bin/true"
                webhook = "https://hooks.example.org/services/T0KEN"
                webhook-secret = "0123456789abcdef"
                """);
        assertThat(section.mail())
                .contains(new MailConfig(
                        List.of("postmaster@elsewhere.example"), "guichet@mx1.example.org", Path.of("/bin/true")));
        assertThat(section.webhook())
                .contains(new WebhookConfig(
                        URI.create("https://hooks.example.org/services/T0KEN"),
                        Optional.of(new Secret("0123456789abcdef"))));
        assertThat(section.toString()).doesNotContain("T0KEN", "0123456789abcdef");
    }

    @Test
    void anAddressWithATokenMayBeInAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("hook"), "http://127.0.0.1:8080/T0KEN\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        NotifySection section = read("[notify]\nwebhook-file = \"%s\"\n".formatted(file));
        assertThat(section.webhook().map(WebhookConfig::url)).contains(URI.create("http://127.0.0.1:8080/T0KEN"));
    }

    @Test
    void nothingIsServedWhenNobodyCanSayWhoIsLockedOut() throws IOException {
        Files.createDirectory(directory.resolve("lockouts"));
        StateConfig state = new StateConfig(Optional.of(directory));
        assertThatThrownBy(() -> OpenLockouts.forDaemon(state))
                .isInstanceOf(CommandFailure.class)
                .satisfies(failure ->
                        assertThat(((CommandFailure) failure).status()).isEqualTo(ExitStatus.UNAVAILABLE));
        assertThat(OpenLockouts.forTools(state).isEmpty()).isTrue();
    }
}
