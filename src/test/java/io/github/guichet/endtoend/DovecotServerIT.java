package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference: each Dovecot with its own auth service serves every protocol of these tests, and that service can be seen. */
@ExtendWith(Workspaces.class)
class DovecotServerIT {

    @ParameterizedTest
    @EnumSource
    void servesItsOwnAccounts(Debian debian, Workspace work) throws IOException {
        Path mail = work.directory("vmail");
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path users = work.file("users", "alice:{PLAIN}good:20000:20001::" + mail + "/alice::\n");
        DovecotServer dovecot = DovecotServer.start(work, "d", new DovecotSettings(debian).passwdFile(users));
        assertThat(debian.run(Program.DOVECOT, "--version").out()).startsWith(debian.dovecot() + ".");
        assertThat(dovecot.doveadm("user", "*").succeeds().out()).isEqualTo("alice\n");
        assertThat(dovecot.doveadm("auth", "test", "alice", "good").exit()).isZero();
        assertThat(dovecot.doveadm("auth", "test", "alice", "wrong").exit()).isEqualTo(77);
        try (LmtpDialogue lmtp = LmtpDialogue.connect(dovecot.lmtp())) {
            assertThat(lmtp.deliver("alice", "one")).startsWith("250 ");
            assertThat(lmtp.deliver("nobody", "two")).startsWith("550 ");
        }
        try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap())) {
            assertThat(imap.login("alice", "good").ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").untagged()).contains("* 1 EXISTS");
        }
        try (Pop3Dialogue pop3 = Pop3Dialogue.connect(dovecot.pop3())) {
            assertThat(pop3.login("alice", "good")).startsWith("+OK");
            assertThat(pop3.command("STAT")).startsWith("+OK 1 ");
        }
        try (SieveDialogue sieve = SieveDialogue.connect(dovecot.sieve())) {
            assertThat(sieve.login("alice", "good")).startsWith("OK");
            assertThat(sieve.command("LISTSCRIPTS")).isEqualTo(List.of("OK \"Listscripts completed.\""));
        }
        assertThat(dovecot.processes()).contains("dovecot/auth");
    }
}
