package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.DovecotAuthConfig;
import io.github.guichet.dovecotauth.login.LoginConfig;
import io.github.guichet.dovecotauth.oauth.KeyLocation;
import io.github.guichet.dovecotauth.oauth.OAuthConfig;
import io.github.guichet.dovecotauth.sasl.OAuthHints;
import io.github.guichet.lookup.Network;
import io.github.guichet.server.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DovecotAuthReaderTest {

    private static final String STORE = """
            [source.local]
            type = "embedded"
            path = "/var/lib/guichet/guichet.db"
            [accounts]
            source = "local"
            """;

    private static DovecotAuthSection section(String toml) {
        return ConfigurationReaderTest.read(toml).configuration().dovecotAuth().orElseThrow();
    }

    private static ListenAddress.Unix socket(String path, int mode) {
        return new ListenAddress.Unix(Path.of(path), mode, Optional.empty(), Optional.empty());
    }

    @Test
    void oneAddressIsEnough() {
        DovecotAuthSection section = section(STORE + """
                [dovecot-auth]
                listen-client = "unix:/a"
                """);
        assertThat(section.daemon().client()).containsExactly(socket("/a", 0666));
        assertThat(section.daemon().master()).isEmpty();
        assertThat(section.daemon().dict()).isEmpty();
        assertThat(section.daemon().limits()).isEqualTo(DovecotAuthConfig.DEFAULT_LIMITS);
        assertThat(section.mechanisms()).containsExactly("PLAIN", "LOGIN");
        assertThat(section.securedOnly()).isFalse();
        assertThat(section.login()).isEqualTo(LoginConfig.DEFAULT);
    }

    @Test
    void recordsAreForTheOwnerOfTheSocketUnlessTheTableSaysOtherwise() {
        DovecotAuthSection section = section(STORE + """
                [dovecot-auth]
                listen-master = "unix:/m"
                listen-dict = ["unix:/d", { unix = "/e", mode = "0660" }]
                """);
        assertThat(section.daemon().master()).containsExactly(socket("/m", 0600));
        assertThat(section.daemon().dict()).containsExactly(socket("/d", 0600), socket("/e", 0660));
    }

    @Test
    void readsEveryKey() throws IOException {
        DovecotAuthSection section = section(ConfigurationReaderTest.full());
        assertThat(section.daemon().client()).hasSize(2);
        assertThat(section.daemon().limits().maxConnections()).isEqualTo(12);
        assertThat(section.daemon().limits().idle()).isEqualTo(Duration.ofHours(1));
        assertThat(section.daemon().limits().drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(section.securedOnly()).isTrue();
        LoginConfig login = section.login();
        assertThat(List.of(login.failureDelay(), login.longestDelay(), login.verifiedLife()))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(30));
        assertThat(List.of(login.verifiedEntries(), login.hashThreads(), login.hashQueue()))
                .containsExactly(13, 3, 14);
        assertThat(login.staleLogins()).isTrue();
        var throttle = login.throttle();
        assertThat(List.of(throttle.after(), throttle.networks(), throttle.ipv4Prefix(), throttle.ipv6Prefix()))
                .containsExactly(15, 16, 24, 56);
        assertThat(List.of(throttle.window(), throttle.known()))
                .containsExactly(Duration.ofMinutes(2), Duration.ofHours(1));
        assertThat(throttle.trustedProxies())
                .containsExactly(Network.parse("192.0.2.0/24").orElseThrow());
        assertThat(throttle.exempt())
                .containsExactly(Network.parse("198.51.100.1").orElseThrow());
        assertThat(login.masterSeparator()).isEqualTo("*");
        assertThat(login.masterUsers()).isPresent();
    }

    @Test
    void readsWhichTokensAreGood() throws IOException {
        OAuthSection oauth = section(ConfigurationReaderTest.resource("/full-ldap.toml"))
                .oauth()
                .orElseThrow();
        assertThat(oauth.config())
                .isEqualTo(new OAuthConfig(
                        new KeyLocation.Url(URI.create("https://id.example.org/keys")),
                        List.of("ES256"),
                        List.of("https://id.example.org/"),
                        List.of("mail"),
                        List.of("mail", "openid"),
                        "preferred_username",
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        Duration.ofHours(3),
                        Duration.ofSeconds(4)));
        assertThat(oauth.hints())
                .isEqualTo(new OAuthHints(
                        "mail openid", Optional.of("https://id.example.org/.well-known/openid-configuration")));
    }

    @Test
    void aMechanismThatBarePasswordsCannotServeIsNotOffered() throws IOException {
        DovecotAuthSection section = section(ConfigurationReaderTest.full());
        assertThat(section.mechanisms()).containsExactly("PLAIN", "LOGIN", "EXTERNAL");
        assertThat(section.unservable()).containsExactly("SCRAM-SHA-256");
    }

    @Test
    void scramIsOfferedForPlainPasswordsAndForItsOwn() {
        for (String scheme : List.of("PLAIN", "cleartext.b64", "SCRAM-SHA-1")) {
            DovecotAuthSection section = section(STORE + """
                    default-scheme = "%s"
                    [dovecot-auth]
                    listen-client = "unix:/a"
                    mechanisms = ["SCRAM-SHA-1"]
                    """.formatted(scheme));
            assertThat(section.mechanisms()).containsExactly("SCRAM-SHA-1");
        }
    }
}
