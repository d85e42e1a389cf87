package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a real slapd: TLS, binds, failures, failover. */
class LdapSourceTest {

    private static final LdapTableConfig ALIAS = Asking.table("mailacceptinggeneralid=%s", "maildrop");
    private static final String KEY = "test0@hosted-domain.com";
    private static final Answer FOUND = new Answer.Found("xomail@xoyize.xyz");

    @TempDir
    static Path directory;

    private static PrivateSlapd slapd;

    @BeforeAll
    static void start() throws IOException {
        // A reader known by uid on the Unix socket, and one by certificate.
        String mapping = """
                idletimeout 1
                authz-regexp gidNumber=.*cn=peercred,cn=external,cn=auth cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz
                authz-regexp cn=client cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz
                """;
        slapd = PrivateSlapd.start(
                directory,
                "localhost",
                mapping,
                PrivateSlapd.resource("tree.ldif").replace("@DIR@", directory.toString()));
        slapd.ca.issue("client", "client");
    }

    @AfterAll
    static void stop() {
        slapd.close();
    }

    private static LdapSourceConfig plain() {
        return Asking.source("ldap://localhost:" + slapd.port);
    }

    private static LdapTls trusting(Path caFile) {
        return new LdapTls(
                LdapTls.Verify.FULL, Optional.of(caFile), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Answer ask(LdapSourceConfig config) {
        try (LdapSource source = LdapSource.open(config, LookupObserver.NONE)) {
            return Asking.ask(source, ALIAS, KEY);
        }
    }

    private static String reason(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return ((Answer.Unavailable) answer).reason();
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
            PrivateSlapd.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void answersOverPlainTcp() {
        assertThat(ask(plain())).isEqualTo(FOUND);
    }

    @Test
    void answersAfterStartTlsWithAPrivateCa() {
        assertThat(ask(Asking.startTls(plain(), trusting(slapd.ca.file("CA.pem")))))
                .isEqualTo(FOUND);
    }

    private static LdapSourceConfig ldaps(LdapTls tls) {
        LdapSourceConfig config = Asking.startTls(Asking.source("ldaps://localhost:" + slapd.ldapsPort), tls);
        assertThat(config.servers().get(0).scheme()).isEqualTo(LdapServer.Scheme.LDAPS);
        return config;
    }

    @Test
    void answersOverLdaps() {
        assertThat(ask(ldaps(trusting(slapd.ca.file("CA.pem"))))).isEqualTo(FOUND);
    }

    @Test
    void namesCertificateAndHostOverLdapsToo(@TempDir Path elsewhere) throws IOException {
        PrivateCa other = PrivateCa.create(elsewhere);
        assertThat(reason(ask(ldaps(trusting(other.file("CA.pem"))))))
                .contains("the certificate \"CN=localhost\" of host localhost")
                .contains(other.file("CA.pem").toString());
    }

    @Test
    void trustsTheFilesOfADirectory(@TempDir Path elsewhere) throws IOException {
        Files.copy(slapd.ca.file("CA.pem"), elsewhere.resolve("9d66eef0.0"));
        Files.writeString(elsewhere.resolve("README"), "not a certificate");
        LdapTls tls = new LdapTls(
                LdapTls.Verify.FULL, Optional.empty(), Optional.of(elsewhere), Optional.empty(), Optional.empty());
        assertThat(ask(ldaps(tls))).isEqualTo(FOUND);
    }

    @Test
    void trustsEveryCertificateOfABundle(@TempDir Path elsewhere) throws IOException {
        PrivateCa other = PrivateCa.create(elsewhere);
        Path bundle = elsewhere.resolve("bundle.pem");
        Files.writeString(
                bundle,
                "other\n" + Files.readString(other.file("CA.pem")) + "\nours\n"
                        + Files.readString(slapd.ca.file("CA.pem")));
        assertThat(ask(Asking.startTls(plain(), trusting(bundle)))).isEqualTo(FOUND);
    }

    @Test
    void namesCertificateAndHostWhenTheCaIsAnother(@TempDir Path elsewhere) throws IOException {
        PrivateCa other = PrivateCa.create(elsewhere);
        Answer answer = ask(Asking.startTls(plain(), trusting(other.file("CA.pem"))));
        assertThat(reason(answer))
                .contains("StartTLS failed")
                .contains("the certificate \"CN=localhost\" of host localhost")
                .contains("issued by \"CN=Private test CA\"")
                .contains(other.file("CA.pem").toString());
    }

    @Test
    void namesCertificateAndHostWhenTheHostIsAnother() {
        LdapSourceConfig byAddress = Asking.source("ldap://127.0.0.1:" + slapd.port);
        Answer answer = ask(Asking.startTls(byAddress, trusting(slapd.ca.file("CA.pem"))));
        assertThat(reason(answer))
                .contains("the certificate \"CN=localhost\" of host 127.0.0.1")
                .contains("is not for this host name; it is for localhost");
    }

    @Test
    void asksForNoNameWhenToldSo() {
        LdapTls chain = new LdapTls(
                LdapTls.Verify.CHAIN,
                Optional.of(slapd.ca.file("CA.pem")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(ask(Asking.startTls(Asking.source("ldap://127.0.0.1:" + slapd.port), chain)))
                .isEqualTo(FOUND);
    }

    @Test
    void asksForNothingWhenToldSo() {
        LdapTls none = new LdapTls(
                LdapTls.Verify.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(ask(Asking.startTls(Asking.source("ldap://127.0.0.1:" + slapd.port), none)))
                .isEqualTo(FOUND);
    }

    @Test
    void namesTheCaFileThatIsMissing() {
        Answer answer = ask(Asking.startTls(plain(), trusting(Path.of("/nonexistent/CA.pem"))));
        assertThat(reason(answer)).contains("/nonexistent/CA.pem");
    }

    @Test
    void bindsByClientCertificate() {
        LdapTls own = new LdapTls(
                LdapTls.Verify.FULL,
                Optional.of(slapd.ca.file("CA.pem")),
                Optional.empty(),
                Optional.of(slapd.ca.file("client.pem")),
                Optional.of(slapd.ca.file("client.key")));
        assertThat(ask(Asking.as(Asking.startTls(plain(), own), new LdapBind.External(""))))
                .isEqualTo(FOUND);
    }

    @Test
    void bindsByUidOnTheUnixSocket() {
        assertThat(ask(Asking.as(Asking.source(slapd.ldapi()), new LdapBind.External(""))))
                .isEqualTo(FOUND);
    }

    @Test
    void bindsWithPasswordOnTheUnixSocket() {
        assertThat(ask(Asking.source(slapd.ldapi()))).isEqualTo(FOUND);
    }

    @Test
    void saysThatTheBaseIsNotThereForAnAnonymousClient() {
        // The access rules hide the tree, and slapd calls what it hides "no such object".
        assertThat(reason(ask(Asking.as(plain(), new LdapBind.None()))))
                .contains("no such object (32): the base of the search is not there, or this user may not see it");
    }

    @Test
    void neverSaysThePasswordWhenItIsWrong() {
        LdapBind wrong = new LdapBind.Simple("cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz", "hunter2");
        LdapSourceConfig config = Asking.as(plain(), wrong);
        assertThat(reason(ask(config)))
                .contains("cannot bind as cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz")
                .contains("invalid credentials (49)")
                .doesNotContain("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void goesToTheSecondServerWhenTheFirstIsDead() throws IOException {
        LdapSourceConfig two =
                Asking.source("ldap://localhost:" + PrivateSlapd.freePort(), "ldap://localhost:" + slapd.port);
        assertThat(ask(two)).isEqualTo(FOUND);
    }

    @Test
    void namesEveryServerWhenAllAreDead() throws IOException {
        int one = PrivateSlapd.freePort();
        int two = PrivateSlapd.freePort();
        Answer answer = ask(Asking.source("ldap://localhost:" + one, "ldap://localhost:" + two));
        assertThat(reason(answer))
                .contains("ldap://localhost:" + one + ": cannot connect: Connection refused")
                .contains("ldap://localhost:" + two + ": cannot connect: Connection refused");
    }

    @Test
    void asksOnceMoreWhenTheServerHasClosedIdleConnections() {
        try (LdapSource source = LdapSource.open(plain(), LookupObserver.NONE)) {
            assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
            assertThat(source.idleConnections()).isEqualTo(1);
            PrivateSlapd.sleep(3_000); // idletimeout is one second
            assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
        }
    }

    @Test
    void asksOnceMoreWhenTheServerWasRestarted() throws IOException {
        try (LdapSource source = LdapSource.open(plain(), LookupObserver.NONE)) {
            assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
            slapd.restart();
            assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
        }
    }

    @Test
    void freesItsWorkersWhenTheServerIsStopped() throws IOException {
        LdapSourceConfig config = Asking.within(plain(), Duration.ofSeconds(2));
        try (LdapSource source = LdapSource.open(config, LookupObserver.NONE)) {
            assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
            slapd.signal("STOP");
            try {
                for (int i = 0; i < 4; i++) {
                    assertThat(Asking.ask(source, ALIAS, KEY)).isInstanceOf(Answer.Unavailable.class);
                }
                await(() -> source.state() instanceof SourceState.Down);
            } finally {
                slapd.signal("CONT");
            }
            await(() -> Asking.ask(source, ALIAS, KEY).equals(FOUND));
            assertThat(source.state()).isInstanceOf(SourceState.Up.class);
        }
    }

    @Test
    void leavesASilentFirstServerForTheSecond(@TempDir Path elsewhere) throws IOException {
        String ldif = PrivateSlapd.resource("tree.ldif").replace("@DIR@", elsewhere.toString());
        try (PrivateSlapd silent = PrivateSlapd.start(elsewhere, "localhost", "", ldif)) {
            LdapSourceConfig two = Asking.source("ldap://localhost:" + silent.port, "ldap://localhost:" + slapd.port);
            try (LdapSource source = LdapSource.open(Asking.within(two, Duration.ofSeconds(6)), LookupObserver.NONE)) {
                silent.signal("STOP");
                assertThat(Asking.ask(source, ALIAS, KEY)).isEqualTo(FOUND);
            }
        }
    }

    @Test
    void connectSaysWhatIsWrong() throws IOException {
        int nobody = PrivateSlapd.freePort();
        try (LdapSource source = LdapSource.open(Asking.source("ldap://localhost:" + nobody), LookupObserver.NONE)) {
            assertThatThrownBy(source::connect)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("ldap://localhost:" + nobody + ": cannot connect: Connection refused");
        }
    }
}
