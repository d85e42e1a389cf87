package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Log-ins and deliveries of the installations under {@code acceptance/}, with both generations of Postfix and Dovecot. */
@ExtendWith(Workspaces.class)
class AcceptanceLogInIT {

    @ParameterizedTest
    @EnumSource
    void etalabLogsInWithItsMd5Hashes(Debian debian, Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        everybodyMayWrite(work.directory("vmail/users"));
        GuichetProcess guichet = GuichetProcess.start(work);
        // The user query returns "mail", which is no setting of Dovecot 2.4 any more: the home is the Maildir.
        DovecotSettings settings =
                new DovecotSettings(debian).authReplaced(work).add("", "mail_path = ~/\n");
        DovecotServer dovecot = DovecotServer.start(work, "d", settings);
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                logsIn(work, etalab.postfix("main.cf.after").of(debian))
                        .set("virtual_transport", "lmtp:inet:127.0.0.1:" + dovecot.lmtp()));
        for (String user : List.of("alice@data.gouv.fr", "bob@data.gouv.fr", "carol@openfisca.fr")) {
            mayUse(dovecot, postfix, user, "pass");
        }
        mayNotLogIn(dovecot, postfix, "gone@data.gouv.fr", "pass");
        // Dovecot's default of auth_username_chars has no apostrophe.
        assertThat(dovecot.doveadm("auth", "test", "o'neil@openfisca.fr", "pass")
                        .exit())
                .isEqualTo(77);

        List<String> record = dovecot.doveadm("user", "alice@data.gouv.fr")
                .succeeds()
                .out()
                .lines()
                .toList();
        String home = work.path("vmail/users/data.gouv.fr/alice/").toString();
        assertThat(record).contains("uid\t1000", "gid\t8", "home\t" + home + "/");
        assertThat(dovecot.doveadm("-f", "tab", "user", "-f", "mail", "alice@data.gouv.fr")
                        .out())
                .contains("maildir:" + home);
        send(postfix, "contact+tag@data.gouv.fr");
        assertThat(ownerOfMail(Path.of(home, "new"))).isEqualTo("1000:8");
        assertThat(dovecot.processes()).doesNotContain("dovecot/auth");
        System.out.println("acceptance: etalab: log-ins, ManageSieve and LMTP delivery with Dovecot " + debian.dovecot()
                + " through guichet " + guichet.pid());
    }

    @ParameterizedTest
    @EnumSource
    void ldapMultidomainLogsInByBinding(Debian debian, Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        for (String toml : List.of(
                work.path("guichet.toml").toString(), ldap.tableFilesToml().toString())) {
            String name = debian + (toml.endsWith("guichet.toml") ? "native" : "files");
            try (GuichetProcess guichet = ldap.guichet(Path.of(toml));
                    DovecotServer dovecot = DovecotServer.start(
                            work,
                            "d" + name,
                            new DovecotSettings(debian)
                                    .authReplaced(work)
                                    .add("mail_location = maildir:~/mailbox\n", "mail_path = ~/mailbox\n"));
                    PostfixServer postfix =
                            PostfixServer.start(work, "p" + name, ldap.after().of(debian))) {
                mayUse(dovecot, postfix, "xomail", "pass");
                mayUse(dovecot, postfix, "second", "pass2");
                mayNotLogIn(dovecot, postfix, "xomail", "pass2");
                assertThat(dovecot.doveadm("user", "*").succeeds().out().lines())
                        .containsExactlyInAnyOrder("xomail", "second");
                Path fresh = work.path("vmail/second/mailbox/new");
                // The accounts have no domain, and LMTP asks for the recipient as it is given.
                try (LmtpDialogue lmtp = LmtpDialogue.connect(dovecot.lmtp())) {
                    assertThat(lmtp.deliver("second", "delivered")).startsWith("250 ");
                    assertThat(lmtp.deliver("nobody", "delivered")).startsWith("550 5.1.1 ");
                }
                assertThat(ownerOfMail(fresh)).isEqualTo("20001:20001");
                assertThat(dovecot.processes()).doesNotContain("dovecot/auth");
                System.out.println("acceptance: ldap-multidomain: log-ins by binding and LMTP delivery with Dovecot "
                        + debian.dovecot() + " through guichet " + guichet.pid());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ldapMultidomainDeliversToWholeAddressesOnceNamesAreMadeBare(Debian debian, Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        String whole = Files.readString(work.path("guichet.toml"));
        Path bare = work.file("bare.toml", whole.replace("[accounts]\n", "[accounts]\nusername-format = \"%Ln\"\n"));
        GuichetProcess guichet = ldap.guichet(bare);
        Waiting.until("guichet takes log-ins", () -> Files.exists(work.path("auth-master.sock")));
        DovecotServer dovecot = DovecotServer.start(
                work,
                "d",
                new DovecotSettings(debian)
                        .authReplaced(work)
                        .add("mail_location = maildir:~/mailbox\n", "mail_path = ~/mailbox\n"));
        try (LmtpDialogue lmtp = LmtpDialogue.connect(dovecot.lmtp())) {
            assertThat(lmtp.deliver("second@xoyize.xyz", "delivered")).startsWith("250 ");

            assertThat(lmtp.deliver("nobody@xoyize.xyz", "delivered")).startsWith("550 5.1.1 ");
        }
        assertThat(ownerOfMail(work.path("vmail/second/mailbox/new"))).isEqualTo("20001:20001");
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login("Second@xoyize.xyz", "pass2").ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").ok()).isTrue();
        }
        assertThat(guichet.log()).doesNotContain("auth failed");
    }

    @ParameterizedTest
    @EnumSource
    void neverCallsAPasswordWrongWhileTheDirectoryIsAway(Debian debian, Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        GuichetProcess guichet = ldap.guichet(work.path("guichet.toml"));
        DovecotServer dovecot = DovecotServer.start(work, "d", new DovecotSettings(debian).authReplaced(work));
        PostfixServer postfix = PostfixServer.start(work, "p", ldap.after().of(debian));
        ldap.directory.kill();
        tellsToTryAgain(dovecot, postfix);
        ldap.directory.restart();
        Waiting.until("the directory is asked again", () -> maySend(postfix, "second", "pass2"));
        ldap.directory.pause();
        try {
            tellsToTryAgain(dovecot, postfix);
        } finally {
            ldap.directory.resume();
        }
        Waiting.until("the directory is asked again", () -> maySend(postfix, "xomail", "pass"));
        System.out.println("outage: log-ins: slapd killed and stopped, 0 wrong refusals, Dovecot " + debian.dovecot()
                + ", process " + guichet.pid());
    }

    private static void tellsToTryAgain(DovecotServer dovecot, PostfixServer postfix) throws IOException {
        for (String password : List.of("pass", "wrong")) {
            try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
                assertThat(smtp.login("xomail", password).toString()).startsWith("454 4.7.0 ");
            }
            try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
                assertThat(imap.login("xomail", password).toString()).startsWith("NO [UNAVAILABLE]");
            }
        }
    }

    private static boolean maySend(PostfixServer postfix, String user, String password) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            return smtp.login(user, password).code() == 235;
        }
    }

    private static PostfixSettings logsIn(Workspace work, PostfixSettings settings) {
        return settings.set("smtpd_sasl_type", "dovecot")
                .set("smtpd_sasl_path", work.path("auth-client.sock").toString())
                .set("smtpd_sasl_auth_enable", "yes")
                .set("smtpd_relay_restrictions", "permit_sasl_authenticated defer_unauth_destination");
    }

    private static void mayUse(DovecotServer dovecot, PostfixServer postfix, String user, String password)
            throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            assertThat(smtp.login(user, password).code()).isEqualTo(235);
        }
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login(user, password).ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").ok()).isTrue();
        }
        try (SieveDialogue sieve = SieveDialogue.connect(dovecot.sieve())) {
            assertThat(sieve.login(user, password)).startsWith("OK");
        }
    }

    private static void mayNotLogIn(DovecotServer dovecot, PostfixServer postfix, String user, String password)
            throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            assertThat(smtp.login(user, password).code()).isEqualTo(535);
        }
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login(user, password).toString()).startsWith("NO [AUTHENTICATIONFAILED]");
        }
    }

    private static void send(PostfixServer postfix, String recipient) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            assertThat(smtp.message("sender@client.test", List.of(recipient), "delivered"))
                    .allMatch(SmtpDialogue.Reply::ok);
        }
        postfix.awaitEmptyQueue();
    }

    private static String ownerOfMail(Path fresh) throws IOException {
        try (Stream<Path> files = Files.list(fresh)) {
            Path mail = files.findFirst().orElseThrow(() -> new AssertionError("no mail in " + fresh));
            Map<String, Object> owner = Files.readAttributes(mail, "unix:uid,gid");
            return owner.get("uid") + ":" + owner.get("gid");
        }
    }

    private static void everybodyMayWrite(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
