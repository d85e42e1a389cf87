package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to MariaDB and OpenLDAP: verified by default, and an error that says which certificate of which host is not accepted. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class TlsIT {

    /** An address of this machine that guichet takes for another host, because it is not written like a loopback address. */
    private static final String OTHER_HOST = "127.1";

    private Workspace work;
    private PrivateCa ca;
    private PrivateCa wrongCa;
    private MariaDbServer database;
    private MariaDbServer misnamedDatabase;
    private SlapdServer directory;
    private SlapdServer misnamedDirectory;

    @BeforeAll
    void startsServersWithCertificates(Workspace workspace) throws IOException {
        work = workspace;
        ca = PrivateCa.create(work, "right-ca");
        wrongCa = PrivateCa.create(work, "wrong-ca");
        PrivateCa.Certificate good = ca.issue("good-server", "IP:127.0.0.1,DNS:localhost");
        PrivateCa.Certificate misnamed = ca.issue("misnamed-server", "DNS:db.other.example");
        database = MariaDbServer.start(work, "--ssl-cert=" + good.file(), "--ssl-key=" + good.key());
        misnamedDatabase = MariaDbServer.start(work, "--ssl-cert=" + misnamed.file(), "--ssl-key=" + misnamed.key());
        Acceptance.copy(work, "ldap-multidomain", java.util.Map.of());
        String access = Files.readString(work.path("slapd-access.conf"));
        directory = SlapdServer.start(work, work.path("postfix.schema"), access, good);
        directory.add(work.path("tree.ldif"));
        misnamedDirectory = SlapdServer.start(work, work.path("postfix.schema"), access, misnamed);
    }

    @Test
    void encryptsAndVerifiesToAnotherHostByDefault() {
        Path config = sql(OTHER_HOST, database, "ca-file = \"" + ca.file() + "\"");
        assertThat(lookup(config).succeeds().out()).startsWith("OK TLSv1");
    }

    @Test
    void doesNotEncryptToALoopbackAddressByDefault() {
        assertThat(lookup(sql("127.0.0.1", database, "")).exit()).isEqualTo(1);
    }

    @Test
    void doesNotEncryptWhenThatIsSwitchedOffByName() {
        assertThat(lookup(sql(OTHER_HOST, database, "tls = \"off\"")).exit()).isEqualTo(1);
    }

    @Test
    void refusesADatabaseWhoseAuthorityIsUnknownByDefault() {
        Path config = sql(OTHER_HOST, database, "");
        assertThat(lookup(config).exit()).isEqualTo(75);
        assertThat(connect(config)).contains("certificate", OTHER_HOST, "good-server", "right-ca");
    }

    @Test
    void refusesADatabaseWithACertificateOfTheWrongAuthority() {
        Path config = sql("127.0.0.1", database, "tls = \"verified\"\nca-file = \"" + wrongCa.file() + "\"");
        assertThat(lookup(config).exit()).isEqualTo(75);
        assertThat(connect(config)).contains("certificate", "127.0.0.1", "good-server", "right-ca");
    }

    @Test
    void refusesADatabaseWithACertificateForAnotherName() {
        Path config = sql("127.0.0.1", misnamedDatabase, "tls = \"verified\"\nca-file = \"" + ca.file() + "\"");
        assertThat(lookup(config).exit()).isEqualTo(75);
        assertThat(connect(config)).contains("certificate", "127.0.0.1", "misnamed-server");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksADirectoryWithTheRightAuthority(boolean startTls) {
        Path config = ldap(startTls ? directory.url() : directory.tlsUrl(), startTls, ca);
        assertThat(lookup(config).succeeds().out()).contains("xomail@xoyize.xyz");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesADirectoryWithACertificateOfTheWrongAuthority(boolean startTls) {
        Path config = ldap(startTls ? directory.url() : directory.tlsUrl(), startTls, wrongCa);
        assertThat(lookup(config).exit()).isEqualTo(75);
        assertThat(connect(config)).contains("certificate", "127.0.0.1", "good-server", "right-ca");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesADirectoryWithACertificateForAnotherName(boolean startTls) {
        Path config = ldap(startTls ? misnamedDirectory.url() : misnamedDirectory.tlsUrl(), startTls, ca);
        assertThat(lookup(config).exit()).isEqualTo(75);
        assertThat(connect(config)).contains("certificate", "127.0.0.1", "misnamed-server", "db.other.example");
    }

    @Test
    void refusesAConfigurationThatSendsPasswordsInTheClearToAnotherHost() {
        Path config = work.file("clear.toml", """
                [source.s]
                type = "ldap"
                urls = ["ldap://ldap.other.example"]
                bind-dn = "cn=reader"
                bind-password = "secret"
                base = "dc=x"
                [map.m]
                source = "s"
                filter = "mail=%s"
                result-attributes = ["uid"]
                [socketmap]
                listen = ["unix:@DIR@/tls.sock"]
                """.replace("@DIR@", work.path().toString()));
        Command check = GuichetCommand.run(config, "check-config");
        assertThat(check.exit()).isEqualTo(78);
        assertThat(check.err()).contains("start-tls");
    }

    /** A map that answers with the TLS version of the connection on which it is asked. */
    private Path sql(String host, MariaDbServer server, String tls) {
        return work.file("sql.toml", """
                [source.s]
                type = "sql"
                url = "jdbc:mariadb://@HOST@:@PORT@/postfixadmin"
                user = "postfix"
                password = "secret"
                @TLS@
                [map.m]
                source = "s"
                query = "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME='%s'"
                [socketmap]
                listen = ["unix:@DIR@/tls.sock"]
                """.replace("@HOST@", host)
                .replace("@PORT@", Integer.toString(server.port()))
                .replace("@TLS@", tls)
                .replace("@DIR@", work.path().toString()));
    }

    private Path ldap(String url, boolean startTls, PrivateCa authority) {
        return work.file("ldap.toml", """
                [source.s]
                type = "ldap"
                urls = ["@URL@"]
                @STARTTLS@
                ca-file = "@CA@"
                bind-dn = "cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz"
                bind-password = "readerpw"
                base = "ou=mail,dc=xoyize,dc=xyz"
                [map.m]
                source = "s"
                filter = "(|(uid=xomail)(uid=%s))"
                result-attributes = ["maildrop"]
                [socketmap]
                listen = ["unix:@DIR@/tls.sock"]
                """.replace("@URL@", url)
                .replace("@STARTTLS@", startTls ? "start-tls = true" : "")
                .replace("@CA@", authority.file().toString())
                .replace("@DIR@", work.path().toString()));
    }

    private static Command lookup(Path config) {
        return GuichetCommand.run(config, "lookup", "m", "Ssl_version");
    }

    /** What {@code check-config --connect} has to say against a configuration that is right but for its certificates. */
    private static String connect(Path config) {
        Command check = GuichetCommand.run(config, "check-config", "--connect");
        assertThat(check.exit()).as(check.toString()).isEqualTo(78);
        System.out.println("tls: " + check.err().lines().findFirst().orElse("?"));
        return check.err();
    }
}
