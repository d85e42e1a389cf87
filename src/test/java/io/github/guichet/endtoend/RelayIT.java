package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The acceptance case {@code relay}: a submission host with accounts in the embedded store, in front of an IMAP server with accounts
 * of its own.
 */
@ExtendWith(Workspaces.class)
class RelayIT {

    private static final String DOMAIN = "ubuntu-fr.org";

    @ParameterizedTest
    @EnumSource
    void relaysForItsUsersAndPassesThemOnToTheImapServer(Debian debian, Workspace work) throws IOException {
        DovecotServer behind = DovecotServer.start(work, "behind", accountsOfItsOwn(debian, work));
        SmtpSink world = SmtpSink.inet(work);
        Acceptance.copy(
                work,
                "relay",
                Map.of(
                        "IMAPPORT", Integer.toString(behind.imap()),
                        "RELAYPORT", Integer.toString(world.port()),
                        "METRICSPORT", Integer.toString(work.freePort())));
        Path toml = work.path("guichet.toml");
        GuichetCommand.run(toml, "domain", "add", DOMAIN).succeeds();
        mailbox(toml, "alice", "good");
        mailbox(toml, "bob", "good2");
        GuichetProcess guichet =
                GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("auth-client.sock")));
        DovecotServer front = DovecotServer.start(work, "front", new DovecotSettings(debian).authReplaced(work));
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                new PostfixSettings(world.port())
                        .of(debian)
                        .mainCf(Files.readString(work.path("main.cf.after")))
                        .set("mynetworks", "192.0.2.1"));

        // The realm is appended to a bare name.
        for (String user : List.of("alice", "alice@" + DOMAIN)) {
            try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
                assertThat(smtp.mail("alice@" + DOMAIN).ok()).isTrue();
                // Already by the default of smtpd_relay_restrictions.
                assertThat(smtp.rcpt("friend@elsewhere.example").code()).isEqualTo(454);
                assertThat(smtp.command("RSET").ok()).isTrue();
                assertThat(smtp.login(user, "good").code()).isEqualTo(235);
                assertThat(smtp.message("alice@" + DOMAIN, List.of("friend@elsewhere.example"), "from " + user))
                        .allMatch(SmtpDialogue.Reply::ok);
            }
            postfix.awaitEmptyQueue();
            assertThat(world.recipientsOf("from " + user)).containsExactly("friend@elsewhere.example");
        }

        try (ImapDialogue imap = ImapDialogue.connect(front.imap())) {
            assertThat(imap.login("bob", "good2").ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").ok()).isTrue();
        }
        assertThat(behind.processes()).contains("dovecot/auth");
        assertThat(front.processes()).doesNotContain("dovecot/auth", "dovecot/imap");
        assertThat(behind.log()).containsPattern("imap-login: (Info: )?Log(in|ged in): user=<bob@" + DOMAIN + ">");

        GuichetCommand.run(toml, "mailbox", "remove", "bob@" + DOMAIN).succeeds();
        assertThat(GuichetCommand.run(toml, "mailbox", "list").out())
                .contains("alice@" + DOMAIN)
                .doesNotContain("bob");
        GuichetCommand.run(toml, "flush", "--all").succeeds();
        try (ImapDialogue imap = ImapDialogue.connect(front.imap())) {
            assertThat(imap.login("bob", "good2").toString()).startsWith("NO [AUTHENTICATIONFAILED]");
        }
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            assertThat(smtp.login("alice", "good2").code()).isEqualTo(535);
        }
        System.out.println("acceptance: relay: submission, and IMAP passed on to Dovecot " + debian.dovecot()
                + " through guichet " + guichet.pid());
    }

    private static void mailbox(Path toml, String name, String password) {
        GuichetCommand.run(toml, "mailbox", "add", name + "@" + DOMAIN).succeeds();
        GuichetCommand.plain(password + "\n", "mailbox", "password", "--config", toml.toString(), name + "@" + DOMAIN)
                .succeeds();
    }

    private static DovecotSettings accountsOfItsOwn(Debian debian, Workspace work) throws IOException {
        Path mail = work.directory("vmail");
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path users = work.file(
                "users",
                "alice@%1$s:{PLAIN}good:20000:20000::%2$s/alice::\nbob@%1$s:{PLAIN}good2:20000:20000::%2$s/bob::\n"
                        .formatted(DOMAIN, mail));
        return new DovecotSettings(debian).passwdFile(users);
    }
}
