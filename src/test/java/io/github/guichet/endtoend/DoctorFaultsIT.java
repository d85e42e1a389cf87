package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults planted in real installations: each is found, and where the advice is a command it helps. */
@ExtendWith(Workspaces.class)
class DoctorFaultsIT {

    @Test
    void findsWhatIsWrongBetweenPostfixDovecotAndGuichet(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        DoctorRun.closeFiles(work);
        GuichetProcess.start(work);
        String sock = "socketmap:unix:" + work.path("socketmap.sock") + ":";
        PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"));
        // An smtpd with all of that would not even greet.
        PostfixSettings sick = new PostfixSettings(1)
                .mainCf(Files.readString(postfix.config().resolve("main.cf")))
                .set("recipient_delimiter", "-")
                .set("virtual_alias_maps", sock + "aliass")
                .set("virtual_uid_maps", sock + "mailbox")
                .set("transport_maps", "proxy:" + sock + "mailbox")
                .set("relay_domains", "socketmap:unix:/run/guichet-elsewhere.sock:domains")
                .set("sender_bcc_maps", "socketmap:unix:" + work.path("socketmap.sock"))
                .set("smtpd_sasl_auth_enable", "yes")
                .set("smtpd_sasl_type", "dovecot")
                .set("smtpd_sasl_path", "private/auth")
                .set("smtpd_end_of_data_restrictions", "check_policy_service unix:private/nobody")
                .set("non_smtpd_milters", "unix:/nowhere/milter.sock")
                .smtpd(work.freePort(), false)
                .smtpd(work.freePort(), true, "smtpd_sasl_path=" + work.path("auth-client.sock"));
        Files.writeString(postfix.config().resolve("main.cf"), sick.mainCf());
        Files.writeString(postfix.config().resolve("master.cf"), sick.masterCf());
        DovecotServer.start(
                work,
                "d",
                new DovecotSettings(Debian.BOOKWORM).authReplaced(work).add("recipient_delimiter = _\n"));
        Files.delete(work.path("d/base/auth-userdb"));
        Files.setPosixFilePermissions(work.path("auth-master.sock"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(
                work.path("mysql_virtual_alias_maps.cf"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(
                work.path("guichet.toml"), FileTime.from(Instant.now().plusSeconds(30)));
        DoctorRun run =
                new DoctorRun(work.path("guichet.toml")).postfix(postfix).dovecot(work.path("d/dovecot.conf"));
        Command doctor = run.run();
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("everybody on this host may read " + work.path("mysql_virtual_alias_maps.cf"), "chmod o-rwx");
        faults.put("was changed at", "guichet reload");
        faults.put("every user of this host may connect to the auth-master socket", "chmod o-rwx");
        faults.put("does not get there: there is no " + postfix.queue(), "install -d");
        faults.put("asks for the map \"aliass\"", ":alias'");
        faults.put("virtual_uid_maps is a socketmap, and virtual(8) refuses", "guichet export mailbox --to");
        faults.put("asks unix:/run/guichet-elsewhere.sock, where guichet does not listen", "postconf -e");
        faults.put("sender_bcc_maps holds", "");
        faults.put("map alias is for virtual_alias_maps, and Postfix does not ask it", "postconf -e");
        faults.put("Postfix's recipient_delimiter is \"-\"", "recipient-delimiter = \"-\"");
        faults.put("Dovecot's recipient_delimiter is \"_\"", "recipient_delimiter = +");
        faults.put("checks log-ins at smtpd_sasl_path = private/auth", "postconf -e");
        faults.put("asks the policy service unix:private/nobody, and there is no such socket", "");
        faults.put("names the milter unix:/nowhere/milter.sock, and there is no such socket", "");
        faults.put("auth-userdb leads nowhere", "ln -sfn");
        found(doctor, faults);
        assertThat(doctor.exit()).isEqualTo(1);

        // The advice that is a command for this host, as it stands there.
        for (String fault : List.of(
                "everybody on this host may read",
                "every user of this host may connect to the auth-master",
                "auth-userdb leads")) {
            Command.run("/bin/sh", "-c", DoctorRun.advice(doctor, fault).get(0)).succeeds();
        }
        String again = run.run("--only", "config,sockets,dovecot").out();
        assertThat(again)
                .doesNotContain("may read", "every user of this host may connect", "auth-userdb leads")
                .contains("Dovecot's sockets are guichet's");
        System.out.println("doctor: Postfix and Dovecot: " + faults.size() + " faults planted, " + faults.size()
                + " found; 3 pieces of advice followed, 3 faults gone");
    }

    @Test
    void findsWhatIsWrongInADatabase(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        etalab.database.sql("ALTER TABLE alias DROP PRIMARY KEY;"
                + "INSERT INTO alias(address,goto,domain) SELECT CONCAT('a', seq, '@data.gouv.fr'), 'alice@data.gouv.fr',"
                + " 'data.gouv.fr' FROM seq_1_to_1500;"
                + "INSERT INTO alias(address,goto,domain) VALUES ('lost@data.gouv.fr','nobody@data.gouv.fr','data.gouv.fr'),"
                + "('one@data.gouv.fr','two@data.gouv.fr','data.gouv.fr'),"
                + "('two@data.gouv.fr','one@data.gouv.fr','data.gouv.fr'),"
                + "('self@data.gouv.fr','self@data.gouv.fr','data.gouv.fr'),"
                + "('many@data.gouv.fr',(SELECT GROUP_CONCAT('x', seq, '@far.example') FROM seq_1_to_60),'data.gouv.fr'),"
                + "('team@data.gouv.fr','staff@data.gouv.fr','data.gouv.fr'),"
                + "('staff@data.gouv.fr','alice@data.gouv.fr','data.gouv.fr'),"
                + "('door@data.gouv.fr','staff@data.gouv.fr','data.gouv.fr');");
        String toml =
                Files.readString(work.path("guichet.toml")) + """
                [source.db]
                type = "sql"
                url = "%1$s"
                user = "postfix"
                password = "secret"
                [map.senders]
                for = "smtpd_sender_login_maps"
                source = "db"
                query = "SELECT username FROM mailbox WHERE username='%%s'"
                [map.sleepy]
                source = "db"
                query = "SELECT goto FROM alias WHERE address='%%s' AND SLEEP(0.3) = 0 UNION SELECT SLEEP(0.3) FROM DUAL WHERE 1 = 0 AND '' = '%%s' UNION SELECT IF(SLEEP(0.3), 'x', NULL)"
                [map.renamed]
                source = "db"
                query = "SELECT destination FROM alias WHERE address='%%s'"
                [map.access]
                values = { "staff@data.gouv.fr" = "domain", "door@data.gouv.fr" = "anyone opens" }
                [policy]
                listen = "unix:%2$s/policy.sock"
                [[policy.rule]]
                name = "lists"
                check = "list-access"
                access-map = "access"
                alias-maps = ["alias"]
                [[policy.rule]]
                name = "outgoing"
                check = "rate"
                per = "login"
                count = "recipients"
                limits = ["100/1h"]
                """.formatted(etalab.database.jdbcUrl(), work.path());
        work.file("guichet.toml", toml);
        DoctorRun.closeFiles(work);
        GuichetProcess.start(work);
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                etalab.postfix("main.cf.after")
                        .set("virtual_alias_expansion_limit", "50")
                        .set("smtpd_sender_login_maps", "socketmap:unix:" + work.path("socketmap.sock") + ":senders")
                        .set(
                                "smtpd_recipient_restrictions",
                                "permit_mynetworks, check_policy_service { unix:" + work.path("policy.sock")
                                        + ", timeout=1s }, reject_unauth_destination"));
        DoctorRun run =
                new DoctorRun(work.path("guichet.toml")).postfix(postfix).with("--skip", "dovecot,delimiter,sasl");
        Command doctor = run.run();
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("map renamed cannot be asked", "");
        faults.put("map sleepy takes", "guichet doctor --only indexes");
        faults.put(
                "map.alias makes MariaDB read the whole table alias", "CREATE INDEX guichet_alias_address ON `alias`");
        faults.put("map.senders: to mailbox.username", "COLLATE utf8mb4_bin");
        faults.put("lost@data.gouv.fr -> nobody@data.gouv.fr", "guichet lookup");
        faults.put("self@data.gouv.fr -> self@data.gouv.fr", "guichet lookup");
        faults.put("one@data.gouv.fr: aliases lead to each other without end", "");
        faults.put("many@data.gouv.fr: it leads to more than 50 addresses", "");
        faults.put("team@data.gouv.fr -> staff@data.gouv.fr", "anyone opens");
        faults.put("waits 1000 ms for the policy service", "timeout=");
        faults.put("but not at the end of the data", "check_policy_service");
        found(doctor, faults);
        assertThat(doctor.out()).contains("aliases open lists for insiders to everybody");

        etalab.database.sql(
                DoctorRun.advice(doctor, "read the whole table alias").get(0));
        Command again = run.run("--only", "indexes");
        assertThat(again.out()).as(again.toString()).doesNotContain("map.alias makes");
        System.out.println("doctor: MariaDB: " + faults.size() + " faults planted, " + faults.size()
                + " found; the index of the advice was made, the fault is gone");
    }

    @Test
    void findsADirectoryThatIsSlowOrNotTrusted(Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        DoctorRun.closeFiles(work);
        GuichetProcess guichet = ldap.guichet(work.path("guichet.toml"));
        Command slow = new DoctorRun(work.path("guichet.toml")).run("--only", "sources", "--slow", "0");
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("map hosted takes", "olcDbIndex: mailacceptinggeneralid eq,sub");
        found(slow, faults);

        PrivateCa wrong = PrivateCa.create(work, "wrong-ca");
        Command.run(
                        "/bin/sh",
                        "-c",
                        Program.OPENSSL.path() + " req -x509 -newkey rsa:2048 -nodes -days 3 -subj /CN=short -keyout "
                                + work.path("short.key") + " >" + wrong.file())
                .succeeds();
        Path toml = work.file(
                "wrong.toml",
                Files.readString(work.path("guichet.toml"))
                        .replace(work.path("CA.pem").toString(), wrong.file().toString()));
        Files.setPosixFilePermissions(toml, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> untrusted = new LinkedHashMap<>();
        untrusted.put("source directory cannot be used", "");
        untrusted.put("CN=short, ends at", "");
        found(new DoctorRun(toml).run("--only", "sources,tls"), untrusted);

        assertThat(guichet.stop()).isZero();
        Command stopped = new DoctorRun(work.path("guichet.toml")).run("--only", "daemon,sources,sockets,jvm");
        Map<String, String> down = new LinkedHashMap<>();
        down.put("daemon: guichet is not running", "systemctl start guichet");
        down.put("not there: socketmap", "systemctl restart guichet");
        found(stopped, down);
        assertThat(stopped.exit()).isEqualTo(69);
        assertThat(stopped.out()).contains("sources answer");
        System.out.println("doctor: LDAP: 5 faults planted, 5 found");
    }

    @Test
    void doesNotWaitForWhatHangs(Workspace work) throws IOException {
        MariaDbServer database = MariaDbServer.start(work);
        Path toml = work.file("guichet.toml", """
                [source.db]
                type = "sql"
                url = "%s"
                user = "postfix"
                password = "secret"
                deadline = "30s"
                [map.alias]
                for = "virtual_alias_maps"
                source = "db"
                query = "SELECT goto FROM alias WHERE address='%%s'"
                [socketmap]
                listen = "unix:%s/socketmap.sock"
                """.formatted(database.jdbcUrl(), work.path()));
        DoctorRun.closeFiles(work);
        DoctorRun.executable(work.file("bin/postconf", "#!/bin/sh\nsleep 600\n"));
        database.pause();
        try {
            Command doctor =
                    new DoctorRun(toml).path(work.path("bin")).run("--only", "sources,aliases,maps", "--timeout", "2");
            assertThat(DoctorRun.alarms(doctor))
                    .as(doctor.toString())
                    .hasSize(3)
                    .allMatch(a -> a.startsWith("could not look"));
            assertThat(doctor.exit()).isEqualTo(1);
        } finally {
            database.resume();
        }
        System.out.println("doctor: 2 hung programs, given up in time");
    }

    @Test
    void findsMistakesInTheConfigurationWithoutItsHelp(Workspace work) throws IOException {
        Path toml = work.file("guichet.toml", "[map.alias]\nsauce = \"db\"\n[socketmap]\nlisten = \"unix:relative\"\n");
        Command doctor = new DoctorRun(toml).run("--json");
        assertThat(doctor.exit()).as(doctor.toString()).isEqualTo(69);
        assertThat(doctor.out())
                .contains("\"name\":\"config\"", "socketmap.listen", "guichet check-config", "\"severity\":\"error\"");
        Command usage = new DoctorRun(toml).run("--only", "cholera");
        assertThat(usage.exit()).isEqualTo(64);
        assertThat(usage.err()).contains("there is no examination cholera", "sockets");
        try (GuichetProcess running = running(work)) {
            assertThat(running.pid()).isPositive();
            Command good = new DoctorRun(work.path("good.toml")).run("--only", "config,daemon,jvm");
            assertThat(good.exit()).as(good.toString()).isZero();
        }
    }

    private static GuichetProcess running(Workspace work) {
        Path toml = work.file("good.toml", """
                [map.alias]
                values = { "a@b.example" = "c@d.example" }
                [socketmap]
                listen = "unix:%1$s/socketmap.sock"
                [admin]
                listen = "unix:%1$s/admin.sock"
                """.formatted(work.path()));
        return GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("socketmap.sock")));
    }

    /** Every fault is in a line that wants somebody to act, with that advice. */
    private static void found(Command doctor, Map<String, String> faults) {
        List<String> alarms = DoctorRun.alarms(doctor);
        faults.forEach((fault, advice) -> {
            assertThat(alarms).as(doctor.toString()).anyMatch(alarm -> alarm.contains(fault));
            assertThat(String.join("\n", DoctorRun.advice(doctor, fault)))
                    .as(fault)
                    .contains(advice);
        });
    }
}
