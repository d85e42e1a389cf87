package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to MariaDB with a private CA. */
class SqlTlsTest {

    @TempDir
    static Path certificates = Path.of("");

    private static Optional<MariaDbServer> server = Optional.empty();
    private static Optional<MariaDbServer> elsewhere = Optional.empty();
    private static Optional<MariaDbServer> plain = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        authority("ca");
        authority("stranger");
        certificate("server", "ca", "db.example", "IP:127.0.0.1");
        certificate("elsewhere", "ca", "elsewhere.example", "DNS:elsewhere.example");
        certificate("client", "ca", "client", "DNS:client");
        server = Optional.of(startWith("server"));
        elsewhere = Optional.of(startWith("elsewhere"));
        plain = Optional.of(MariaDbServer.start("--skip-ssl"));
        server.get()
                .sql("CREATE USER strict@'%' IDENTIFIED BY 'secret' REQUIRE X509", "GRANT ALL ON mail.* TO strict@'%'");
    }

    @AfterAll
    static void stop() {
        for (Optional<MariaDbServer> one : List.of(server, elsewhere, plain)) {
            one.ifPresent(MariaDbServer::close);
        }
    }

    @Test
    void verifiesTheServersCertificate() throws Exception {
        assertThat(cipher(server, tls(SqlTls.Mode.VERIFIED, "ca"))).startsWith("Ssl_cipher,TLS_");
    }

    @Test
    void namesTheCertificateAndTheHostWhenTheAuthorityIsNotTrusted() throws Exception {
        assertThat(cipher(server, tls(SqlTls.Mode.VERIFIED, "stranger")))
                .contains("the certificate of 127.0.0.1:" + server.orElseThrow().port() + " is not accepted")
                .contains("CN=db.example", "CN=ca");
        assertThat(cipher(server, SqlTls.of(SqlTls.Mode.VERIFIED))).contains("is not accepted", "CN=db.example");
    }

    @Test
    void namesTheCertificateAndTheHostWhenItIsMadeOutToAnother() throws Exception {
        assertThat(cipher(elsewhere, tls(SqlTls.Mode.VERIFIED, "ca")))
                .contains("the certificate of 127.0.0.1:"
                        + elsewhere.orElseThrow().port() + " is not accepted")
                .contains("CN=elsewhere.example");
    }

    @Test
    void refusesAServerWithoutTlsWhenItMustVerify() throws Exception {
        assertThat(cipher(plain, tls(SqlTls.Mode.VERIFIED, "ca"))).contains("cannot connect to 127.0.0.1");
    }

    @Test
    void takesWhatThereIsWhenItNeedNotVerify() throws Exception {
        assertThat(cipher(server, tls(SqlTls.Mode.OPPORTUNISTIC, "stranger"))).startsWith("Ssl_cipher,TLS_");
        assertThat(cipher(elsewhere, SqlTls.of(SqlTls.Mode.OPPORTUNISTIC))).startsWith("Ssl_cipher,TLS_");
        assertThat(cipher(plain, SqlTls.of(SqlTls.Mode.OPPORTUNISTIC))).isEqualTo("Ssl_cipher");
    }

    @Test
    void encryptsNothingToThisHostUnlessTold() throws Exception {
        assertThat(cipher(server, SqlTls.AUTOMATIC)).isEqualTo("Ssl_cipher");
        assertThat(cipher(server, SqlTls.of(SqlTls.Mode.OFF))).isEqualTo("Ssl_cipher");
    }

    @Test
    void verifiesOtherHostsUnlessTold() throws Exception {
        SqlServer other =
                SqlUrl.parse("jdbc:mariadb://db.example/mail").servers().get(0);
        assertThat(SqlTls.AUTOMATIC.modeFor(other)).isEqualTo(SqlTls.Mode.VERIFIED);
        SqlSourceConfig config = SqlSourceConfig.of("db", SqlUrl.parse("jdbc:mariadb://db.example/mail"));
        assertThat(DriverOptions.of(config, other)).containsEntry("sslMode", "verify-full");
        SqlSourceConfig off = SqlSourceConfig.of("db", SqlUrl.parse("jdbc:mariadb://db.example/mail?sslMode=disable"));
        assertThat(DriverOptions.of(off, off.servers().get(0))).containsEntry("sslMode", "disable");
        SqlSourceConfig postgresql = SqlSourceConfig.of("db", SqlUrl.parse("jdbc:postgresql://db.example/mail"));
        assertThat(DriverOptions.of(postgresql, postgresql.servers().get(0))).containsEntry("sslmode", "verify-full");
    }

    @Test
    void showsAClientCertificateWithAKeyInAnyCommonForm() throws Exception {
        run("openssl", "rsa", "-in", path("client.key"), "-traditional", "-out", path("client.rsa"));
        for (String key : List.of("client.key", "client.rsa")) {
            SqlTls tls = new SqlTls(
                    SqlTls.Mode.VERIFIED,
                    Optional.of(certificates.resolve("ca.pem")),
                    Optional.empty(),
                    Optional.of(certificates.resolve("client.pem")),
                    Optional.of(certificates.resolve(key)),
                    "");
            assertThat(cipher(server, tls, "strict")).startsWith("Ssl_cipher,TLS_");
        }
        assertThat(cipher(server, tls(SqlTls.Mode.VERIFIED, "ca"), "strict")).contains("Access denied");
    }

    @Test
    void saysWhichFileCannotBeUsed() throws Exception {
        assertThat(cipher(server, tls(SqlTls.Mode.VERIFIED, "nonexistent"))).contains("nonexistent.pem");
    }

    private static SqlTls tls(SqlTls.Mode mode, String authority) {
        return new SqlTls(
                mode,
                Optional.of(certificates.resolve(authority + ".pem")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static String cipher(Optional<MariaDbServer> at, SqlTls tls) throws Exception {
        return cipher(at, tls, "postfix");
    }

    private static String cipher(Optional<MariaDbServer> at, SqlTls tls, String user) throws Exception {
        SqlSourceConfig config = SqlSourceConfig.of(
                        "db", SqlUrl.parse(at.orElseThrow().url()))
                .withLogin(user, "secret")
                .withBounds(1, 10, Duration.ofSeconds(20))
                .withTls(tls);
        try (SqlSource source = SqlSource.open(config, LookupObserver.NONE)) {
            SqlTable table = new SqlTable(SqlTableConfig.of("map", "SHOW STATUS LIKE 'Ssl_cipher'"), source);
            Answer answer = table.lookup("k", new Trail()).get(60, TimeUnit.SECONDS);
            return answer instanceof Answer.Found found ? found.value() : answer.toString();
        }
    }

    private static MariaDbServer startWith(String name) {
        return MariaDbServer.start(
                "--ssl-ca=" + path("ca.pem"), "--ssl-cert=" + path(name + ".pem"), "--ssl-key=" + path(name + ".key"));
    }

    private static String path(String name) {
        return certificates.resolve(name).toString();
    }

    private static void authority(String name) throws Exception {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-days",
                "10",
                "-keyout",
                path(name + ".key"),
                "-out",
                path(name + ".pem"));
    }

    private static void certificate(String name, String authority, String subject, String alternative)
            throws Exception {
        run(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + subject,
                "-keyout",
                path(name + ".key"),
                "-out",
                path(name + ".csr"));
        Path extensions =
                Files.writeString(certificates.resolve(name + ".ext"), "subjectAltName=" + alternative + "\n");
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                path(name + ".csr"),
                "-CA",
                path(authority + ".pem"),
                "-CAkey",
                path(authority + ".key"),
                "-CAcreateserial",
                "-days",
                "10",
                "-extfile",
                extensions.toString(),
                "-out",
                path(name + ".pem"));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path log = certificates.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
