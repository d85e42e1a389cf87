package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that is locked, by hand and by a rule, on a host where guichet decides about log-ins and about sending. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class LockoutSessions {

    private static final String CHECK = "check_policy_service unix:private/guichet-policy";
    private static final String FRIEND = "friend@elsewhere.example";

    private final Debian debian;
    private LogInSite site;
    private Path mails;

    LockoutSessions(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) throws IOException {
        work.directory("state");
        mails = work.directory("mails");
        Path sendmail = work.file(
                "sendmail",
                "#!/bin/sh\nfor a; do echo \"$a\"; done > '%1$s/arguments'\ncat > '%1$s/mail'\n".formatted(mails));
        Files.setPosixFilePermissions(sendmail, PosixFilePermissions.fromString("rwxr-xr-x"));
        String toml = """
                [state]
                directory = "%1$s/state"

                [policy]
                listen = [{ unix = "%1$s/p/q/private/guichet-policy", mode = "0666" }]

                [[policy.rule]]
                name = "outgoing"
                check = "rate"
                count = "messages"
                limits = ["3/1h"]
                warn-at = "0%%"
                lockout = true

                [notify]
                to = ["postmaster@elsewhere.example"]
                from = "guichet@mail.guichet.test"
                sendmail = "%2$s"

                """.formatted(work.path(), sendmail);
        site = LogInSite.start(
                work,
                debian,
                toml,
                "",
                Map.of(
                        "smtpd_recipient_restrictions",
                        CHECK + ", permit_sasl_authenticated, reject_unauth_destination",
                        "smtpd_end_of_data_restrictions",
                        CHECK));
    }

    private Command guichet(String... arguments) {
        return GuichetCommand.run(site.config, arguments);
    }

    private String imap(String user, String password) throws IOException {
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
            return imap.login(user, password).toString();
        }
    }

    private int smtp(Sasl mechanism) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            return smtp.authenticate(mechanism).code();
        }
    }

    private static List<SmtpDialogue.Reply> send(SmtpDialogue smtp, String user, String to, String subject)
            throws IOException {
        return smtp.message(user + "@guichet.test", List.of(to), subject);
    }

    @Test
    @Order(1)
    void byHandItEndsLogInsAndSendingAndNothingElse() throws IOException {
        try (SmtpDialogue open = SmtpDialogue.connect(site.postfix.port());
                SmtpDialogue other = SmtpDialogue.connect(site.postfix.port())) {
            assertThat(open.login("alice", "good").code()).isEqualTo(235);
            assertThat(send(open, "alice", FRIEND, "before")).allMatch(SmtpDialogue.Reply::ok);
            assertThat(imap("alice", "good")).startsWith("OK ");

            Command lockout = guichet("lockout", "ALICE", "--reason", "phished");
            assertThat(lockout.succeeds().out())
                    .startsWith("alice@guichet.test is locked out")
                    .contains(
                            "\n  doveadm kick alice@guichet.test\n",
                            "\n  doveadm auth cache flush alice@guichet.test\n")
                    .doesNotContain("warning");

            assertThat(open.mail("alice@guichet.test").ok()).isTrue();
            assertThat(open.rcpt(FRIEND).toString()).startsWith("554 5.7.1 ").contains("locked");
            for (Sasl mechanism : List.of(
                    Sasl.plain("alice", "good"),
                    Sasl.login("alice@guichet.test", "good"),
                    new ScramClient("SHA-256", "alice", "good"),
                    Sasl.xoauth2("alice", site.tokens.token("alice@guichet.test", "mail", 60)))) {
                assertThat(smtp(mechanism)).as(mechanism.name()).isEqualTo(535);
            }
            assertThat(imap("alice", "good")).startsWith("NO ").doesNotContain("UNAVAILABLE");

            assertThat(other.login("bob", "good").code()).isEqualTo(235);
            assertThat(send(other, "bob", "alice@guichet.test", "to a locked account"))
                    .allMatch(SmtpDialogue.Reply::ok);
            site.postfix.awaitEmptyQueue();
            assertThat(site.ownerOfMail("alice")).isEqualTo(LogInSite.OWNER);
            assertThat(site.dovecot.doveadm("user", "alice").exit()).isZero();
        }
    }

    @Test
    @Order(2)
    void itSurvivesARestartAndADatabaseThatIsAway() throws IOException {
        site.guichet.restart();
        Waiting.until("it can be asked again", () -> guichet("status").exit() == 0);
        assertThat(guichet("lockout", "--list").succeeds().out())
                .matches("alice@guichet\\.test\t2\\S+Z\tadministrator\tphished\n");
        assertThat(smtp(Sasl.plain("alice", "good"))).isEqualTo(535);
        site.database.kill();
        try {
            assertThat(smtp(Sasl.plain("alice", "good"))).as("and not 454").isEqualTo(535);
            assertThat(smtp(Sasl.plain("dave", "good"))).isEqualTo(454);
        } finally {
            site.database.restart();
        }
        Waiting.until("the database is asked again", () -> imap("dave", "good").startsWith("OK "));
    }

    @Test
    @Order(3)
    void unlockingRestoresEverything() throws IOException {
        assertThat(guichet("unlock", "alice").succeeds().out()).startsWith("alice@guichet.test is unlocked\n");
        assertThat(imap("alice", "good")).startsWith("OK ");
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            assertThat(send(smtp, "alice", FRIEND, "after")).allMatch(SmtpDialogue.Reply::ok);
        }
        site.postfix.awaitEmptyQueue();
        assertThat(site.world.recipientsOf("after")).containsExactly(FRIEND);
        assertThat(guichet("unlock", "alice").exit()).isEqualTo(1);
        assertThat(guichet("lockout", "a b").exit()).isEqualTo(64);
    }

    @Test
    @Order(4)
    void aRuleLocksWhoGoesOverItsLimitAndSomebodyIsTold() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            assertThat(smtp.login("carol", "good").code()).isEqualTo(235);
            for (int i = 0; i < 3; i++) {
                assertThat(send(smtp, "carol", FRIEND, "within " + i)).allMatch(SmtpDialogue.Reply::ok);
            }
            assertThat(send(smtp, "carol", FRIEND, "over").stream().map(SmtpDialogue.Reply::code))
                    .last()
                    .isEqualTo(450);
            assertThat(smtp.command("RSET").ok()).isTrue();
            assertThat(smtp.mail("carol@guichet.test").ok()).isTrue();
            assertThat(smtp.rcpt(FRIEND).code()).isEqualTo(554);
        }
        assertThat(smtp(Sasl.plain("carol", "good"))).isEqualTo(535);
        assertThat(imap("carol", "good")).startsWith("NO ");
        assertThat(guichet("lockout", "--list").succeeds().out())
                .startsWith("carol@guichet.test\t")
                .contains("\toutgoing\t");
        Waiting.until(
                "somebody is told",
                () -> read("mail").endsWith("=\n") || read("mail").length() > 1000);
        assertThat(read("arguments").lines())
                .containsExactly("-i", "-f", "guichet@mail.guichet.test", "--", "postmaster@elsewhere.example");
        assertThat(read("mail")).contains("\nAuto-Submitted: auto-generated\n");
        assertThat(site.guichet.log())
                .contains("breach: kind=lockout rule=<outgoing> login=<carol@guichet.test>", "lock=locked");
        assertThat(guichet("unlock", "carol").exit()).isZero();
        assertThat(imap("carol", "good")).startsWith("OK ");
    }

    private String read(String name) {
        try {
            Path file = mails.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(5)
    void aTestNoticeGoesTheSameWay() {
        assertThat(guichet("notify-test").succeeds().out())
                .startsWith("mail: ok: ")
                .hasLineCount(1);
    }

    @Test
    @Order(6)
    void withoutADaemonNobodyIsLocked() {
        assertThat(site.guichet.stop()).isZero();
        Command lockout = guichet("lockout", "alice");
        assertThat(lockout.exit()).isEqualTo(69);
        assertThat(lockout.out()).isEmpty();
        site.guichet.restart();
    }
}
