package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dovecot 2.3 keeps its own auth service, which asks guichet for passwords and users by the dict protocol. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class DictAuthIT {

    private LogInSite site;
    private DovecotServer dovecot;

    @BeforeAll
    void starts(Workspace work) {
        site = LogInSite.start(work, Debian.BOOKWORM);
        DovecotSettings settings = new DovecotSettings(Debian.BOOKWORM)
                .withoutDelays()
                .add("auth_default_realm = guichet.test\n")
                .authByDict(work);
        dovecot = DovecotServer.start(work, "dict", settings);
    }

    @Test
    void logsInAndDelivers() throws IOException {
        for (String user : new String[] {"alice", "bob", "scram256"}) {
            try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
                assertThat(imap.login(user, "bad").toString()).startsWith("NO [AUTHENTICATIONFAILED]");
                assertThat(imap.login(user, "good").ok()).isTrue();
                assertThat(imap.command("SELECT INBOX").ok()).isTrue();
            }
        }
        try (LmtpDialogue lmtp = LmtpDialogue.connect(dovecot.lmtp())) {
            assertThat(lmtp.deliver("erin@guichet.test", "by dict")).startsWith("250 ");
            assertThat(lmtp.deliver("nobody@guichet.test", "by dict")).startsWith("550 5.1.1 ");
        }
        assertThat(site.ownerOfMail("erin")).isEqualTo(LogInSite.OWNER);
        assertThat(dovecot.processes()).contains("dovecot/auth");
    }

    @Test
    void letsInNobodyWhoIsSwitchedOff() throws IOException {
        for (String user : new String[] {"off", "expired", "nobody"}) {
            try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
                assertThat(imap.login(user, "good").status()).isEqualTo("NO");
            }
        }
        try (Pop3Dialogue pop3 = Pop3Dialogue.connect(dovecot.pop3())) {
            assertThat(pop3.login("nopop", "good")).startsWith("-ERR [AUTH]");
        }
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login("nopop", "good").ok()).isTrue();
        }
    }

    @Test
    void answersDoveadmAlike() {
        assertThat(dovecot.doveadm("user", "*").succeeds().out().lines())
                .containsExactlyInAnyOrderElementsOf(
                        site.dovecot.doveadm("user", "*").out().lines().toList());
        for (String user : new String[] {"alice@guichet.test", "alice", "ALICE"}) {
            assertThat(dovecot.doveadm("user", user).succeeds().out().lines())
                    .containsExactlyInAnyOrderElementsOf(
                            site.dovecot.doveadm("user", user).out().lines().toList());
        }
        assertThat(dovecot.doveadm("user", "nobody").exit()).isEqualTo(67);
    }

    @Test
    void saysTryAgainWhileTheDatabaseIsAway(Workspace work) throws IOException {
        site.database.kill();
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login("dave", "good").toString()).startsWith("NO [UNAVAILABLE]");
        } finally {
            site.database.restart();
        }
        Waiting.until(work.path() + ": the database is asked again", () -> {
            try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
                return imap.login("dave", "good").ok();
            }
        });
    }
}
