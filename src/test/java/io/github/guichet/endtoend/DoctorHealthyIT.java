package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The installations under {@code acceptance/} as the other tests set them up: the doctor finds nothing to do. */
@ExtendWith(Workspaces.class)
class DoctorHealthyIT {

    @Test
    void etalabIsWell(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        DoctorRun.closeFiles(work);
        GuichetProcess.start(work);
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                etalab.postfix("main.cf.after")
                        .set("smtpd_sasl_type", "dovecot")
                        .set("smtpd_sasl_path", work.path("auth-client.sock").toString())
                        .set("smtpd_sasl_auth_enable", "yes"));
        DovecotServer.start(work, "d", new DovecotSettings(Debian.BOOKWORM).authReplaced(work));
        well("etalab", new DoctorRun(work.path("guichet.toml")).postfix(postfix).dovecot(work.path("d/dovecot.conf")));
    }

    @Test
    void ldapMultidomainIsWell(Workspace work) {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        DoctorRun.closeFiles(work);
        ldap.guichet(work.path("guichet.toml"));
        PostfixServer postfix = PostfixServer.start(work, "p", ldap.after());
        DovecotServer.start(work, "d", new DovecotSettings(Debian.BOOKWORM).authReplaced(work));
        well(
                "ldap-multidomain",
                new DoctorRun(work.path("guichet.toml")).postfix(postfix).dovecot(work.path("d/dovecot.conf")));
    }

    @ParameterizedTest
    @EnumSource
    void relayIsWell(Debian debian, Workspace work) throws IOException {
        Acceptance.copy(
                work,
                "relay",
                Map.of(
                        "IMAPPORT", Integer.toString(work.freePort()),
                        "RELAYPORT", Integer.toString(work.freePort()),
                        "METRICSPORT", Integer.toString(work.freePort())));
        Path toml = work.path("guichet.toml");
        GuichetCommand.run(toml, "domain", "add", "ubuntu-fr.org").succeeds();
        DoctorRun.closeFiles(work);
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("auth-client.sock")));
        DovecotServer.start(work, "d", new DovecotSettings(debian).authReplaced(work));
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                new PostfixSettings(work.freePort())
                        .of(debian)
                        // Its recipients are other hosts' business: no extension is cut anywhere but in Dovecot.
                        .set("recipient_delimiter", "+")
                        .mainCf(Files.readString(work.path("main.cf.after"))));
        well(
                "relay, Dovecot " + debian.dovecot(),
                new DoctorRun(toml).of(debian, work).postfix(postfix).dovecot(work.path("d/dovecot.conf")));
    }

    /** TLS everywhere: a database and a directory whose certificates are verified. */
    @Test
    void encryptedSourcesAreWell(Workspace work) throws IOException {
        PrivateCa ca = PrivateCa.create(work, "ca");
        PrivateCa.Certificate good = ca.issue("good-server", "IP:127.0.0.1,DNS:localhost");
        MariaDbServer database = MariaDbServer.start(work, "--ssl-cert=" + good.file(), "--ssl-key=" + good.key());
        database.sql("CREATE TABLE alias (address varchar(255) PRIMARY KEY, goto text)");
        Acceptance.copy(work, "ldap-multidomain", Map.of());
        SlapdServer directory = SlapdServer.start(
                work, work.path("postfix.schema"), Files.readString(work.path("slapd-access.conf")), good);
        directory.add(work.path("tree.ldif"));
        Path toml = work.file("tls.toml", """
                [source.db]
                type = "sql"
                url = "%s"
                user = "postfix"
                password = "secret"
                tls = "verified"
                ca-file = "%s"
                [source.directory]
                type = "ldap"
                urls = ["%s"]
                start-tls = true
                ca-file = "%2$s"
                bind-dn = "cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz"
                bind-password = "readerpw"
                base = "ou=mail,dc=xoyize,dc=xyz"
                [map.alias]
                source = "db"
                query = "SELECT goto FROM alias WHERE address='%%s'"
                [map.people]
                source = "directory"
                filter = "maildrop=%%s"
                result-attributes = ["uid"]
                [socketmap]
                listen = "unix:%4$s/socketmap.sock"
                [admin]
                listen = "unix:%4$s/admin.sock"
                """.formatted(database.jdbcUrl(), ca.file(), directory.url(), work.path()));
        DoctorRun.closeFiles(work);
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("socketmap.sock")));
        Command doctor =
                well("TLS everywhere", new DoctorRun(toml).with("--skip", "maps,delimiter,sasl,policy,milter,reach"));
        assertThat(doctor.out()).contains("4 certificates");
    }

    private static Command well(String installation, DoctorRun run) {
        Command doctor = run.run();
        // The kernel's own setting is this machine's matter, not the installation's.
        List<String> alarms = DoctorRun.alarms(doctor).stream()
                .filter(line -> !line.contains("net.core.somaxconn"))
                .toList();
        assertThat(alarms).as(doctor.toString()).isEmpty();
        assertThat(doctor.exit())
                .as(doctor.toString())
                .isEqualTo(DoctorRun.alarms(doctor).isEmpty() ? 0 : 1);
        assertThat(doctor.err()).as("nothing shows progress in a file").isEmpty();
        System.out.println("doctor: " + installation + ": 0 false alarms; "
                + doctor.out().lines().reduce((first, last) -> last).orElse(""));
        return doctor;
    }
}
