package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.ldap.LdapBind;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.ldap.LdapTls;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import io.github.guichet.server.Problems;
import io.github.guichet.server.TomlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

    @TempDir
    private Path directory;

    static String full() throws IOException {
        return resource("/full.toml");
    }

    static String resource(String name) throws IOException {
        try (InputStream in = ConfigurationReaderTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static ConfigurationReader.Reading read(String toml) {
        Problems problems = new Problems();
        ConfigurationReader.Reading reading =
                ConfigurationReader.read(TomlFile.parse("g.toml", toml, Map.of(), problems));
        assertThat(problems.sorted()).isEmpty();
        return reading;
    }

    private static Configuration configuration(String toml) {
        return read(toml).configuration();
    }

    private static MapConfig map(Configuration configuration, String name) {
        return Objects.requireNonNull(configuration.maps().get(name));
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        Configuration empty = configuration("");
        assertThat(empty.address()).isEqualTo(AddressConfig.DEFAULTS);
        assertThat(empty.maps()).isEmpty();
        assertThat(empty.sources()).isEmpty();
        assertThat(empty.snapshot()).isEmpty();
        assertThat(empty.socketmap()).isEmpty();
        assertThat(empty.metrics()).isEmpty();
        assertThat(empty.admin()).isEmpty();
    }

    @Test
    void sectionsWithoutOptionalKeysMeanTheDefaults() {
        Configuration configuration = configuration("""
                [cache]
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1/mail"
                [map.a]
                source = "db"
                query = "SELECT 1 FROM a WHERE b='%s'"
                [socketmap]
                listen = "unix:/run/a.sock"
                [admin]
                listen = "unix:/run/b.sock"
                """);
        assertThat(map(configuration, "a").cache()).isEqualTo(CacheConfig.DEFAULT);
        assertThat(map(configuration, "a").parameter()).isEmpty();
        var db = ((SourceConfig.Sql)
                        Objects.requireNonNull(configuration.sources().get("db")))
                .config();
        assertThat(db.poolSize()).isEqualTo(8);
        assertThat(db.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(db.tls()).isEqualTo(SqlTls.AUTOMATIC);
        assertThat(configuration.socketmap().orElseThrow().limits()).isEqualTo(ListenerLimits.DEFAULT);
        assertThat(configuration.admin())
                .contains(new AdminConfig(
                        ListenAddress.Unix.at(Path.of("/run/b.sock")).withMode(0600), Path.of("/run/b.sock")));
    }

    @Test
    void readsEveryKeyOfTheCommonSections() throws IOException {
        Configuration configuration = configuration(full());
        assertThat(configuration.address())
                .isEqualTo(new AddressConfig(
                        "+-",
                        Set.of("example.com"),
                        Set.of("virtual"),
                        Set.of("relay_domains"),
                        false,
                        "bounce",
                        false));
        assertThat(map(configuration, "mailbox").cache())
                .isEqualTo(new CacheConfig(
                        1000,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        Duration.ofHours(2),
                        Duration.ofMinutes(10)));
        assertThat(map(configuration, "alias").cache())
                .isEqualTo(new CacheConfig(
                        10, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO));
        assertThat(configuration.snapshot())
                .contains(new SnapshotConfig(Path.of("/var/lib/guichet"), Duration.ofMinutes(1)));
        var socketmap = configuration.socketmap().orElseThrow();
        assertThat(socketmap.listen())
                .containsExactly(
                        ListenAddress.parse("unix:/run/guichet/a.sock"),
                        new ListenAddress.Unix(
                                Path.of("/run/guichet/b.sock"), 0660, Optional.of("u"), Optional.of("g")),
                        new ListenAddress.Inet("::1", 10001),
                        new ListenAddress.Systemd("socketmap"));
        assertThat(socketmap.limits())
                .isEqualTo(ListenerLimits.DEFAULT
                        .withMaxConnections(11)
                        .withIdle(Duration.ofMinutes(3))
                        .withDrain(Duration.ofSeconds(4)));
        assertThat(configuration.metrics())
                .contains(new MetricsSection(new ListenAddress.Inet("127.0.0.1", 9108), List.of("status.example.org")));
    }

    @Test
    void readsEveryKeyOfADatabase() throws IOException {
        Configuration configuration = configuration(full());
        var db = ((SourceConfig.Sql)
                        Objects.requireNonNull(configuration.sources().get("db")))
                .config();
        assertThat(db.servers()).hasSize(2);
        assertThat(db.user()).isEqualTo("postfix");
        assertThat(db.password()).isEqualTo("s3cret");
        assertThat(db.tls().mode()).isEqualTo(SqlTls.Mode.OPPORTUNISTIC);
        assertThat(db.tls().ciphers()).isEqualTo("ECDHE-RSA-AES128-GCM-SHA256");
        assertThat(List.of(db.poolSize(), db.queue())).containsExactly(3, 7);
        assertThat(db.deadline()).isEqualTo(Duration.ofMillis(500));
        MapKind.Sql alias = (MapKind.Sql) map(configuration, "alias").kind();
        assertThat(alias.source()).isEqualTo("db");
        assertThat(alias.domain()).containsExactly("example.com", "map:domains");
        assertThat(alias.table().resultFormat()).isEqualTo("<%s>");
        assertThat(alias.table().expansionLimit()).isEqualTo(5);
        assertThat(alias.table().keysQuery()).contains("SELECT address FROM alias");
    }

    @Test
    void readsEveryKeyOfADirectory() throws IOException {
        Configuration configuration = configuration(full());
        var source = (SourceConfig.Ldap)
                Objects.requireNonNull(configuration.sources().get("directory"));
        LdapSourceConfig directory = source.config();
        assertThat(directory.servers()).hasSize(2);
        assertThat(directory.tls().verify()).isEqualTo(LdapTls.Verify.CHAIN);
        assertThat(directory.bind()).isEqualTo(new LdapBind.Simple("cn=reader", "s3cret"));
        assertThat(directory.dereference()).isEqualTo(LdapSourceConfig.Dereference.ALWAYS);
        assertThat(directory.chaseReferrals()).isTrue();
        assertThat(List.of(directory.poolSize(), directory.queue())).containsExactly(2, 9);
        assertThat(source.scope()).isEqualTo(LdapScope.ONE);
        var table = ((MapKind.Ldap) map(configuration, "mailbox").kind()).table();
        assertThat(table.base()).isEqualTo("ou=%d,dc=example,dc=org");
        assertThat(table.scope()).isEqualTo(LdapScope.BASE);
        assertThat(table.attributes().special()).containsExactly("member");
        assertThat(table.attributes().leaf()).containsExactly("mail");
        assertThat(table.attributes().terminal()).containsExactly("drop");
        assertThat(List.of(table.expansionLimit(), table.sizeLimit(), table.recursionLimit()))
                .containsExactly(6, 7, 8);
        assertThat(table.keysFilter()).contains("(mail=*)");
    }

    @Test
    void aMapOfMapsTakesTheParameterOfItsMembers() throws IOException {
        assertThat(map(configuration(full()), "first").parameter()).contains("virtual_alias_maps");
    }

    @Test
    void theStoreHasAQueryOfItsOwnForAParameter() throws IOException {
        MapKind.Sql logins = (MapKind.Sql) map(configuration(full()), "logins").kind();
        assertThat(logins.table().query()).contains("SELECT");
        assertThat(logins.table().keysQuery()).isPresent();
    }

    @Test
    void secretsAreInNoText() throws IOException {
        assertThat(configuration(full()).toString()).doesNotContain("s3cret");
    }

    @Test
    void aFileWithProblemsIsNotUsedAtAll() throws IOException {
        Path file = Files.writeString(directory.resolve("guichet.toml"), "[cahce]\n");
        assertThatThrownBy(() -> ConfigurationReader.read(file, Map.of()))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessage(file + ":1:1: cahce: unknown section; did you mean cache?");
    }
}
