package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.dovecotauth.login.AuthObserver;
import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.dovecotauth.login.LoginConfig;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.server.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locking and unlocking in a running daemon. */
class AdminLockoutTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T18:00:00Z"));

    @TempDir
    private Path directory;

    private FileLockouts lockouts;
    private RunningConfiguration running;
    private Authenticator authenticator;
    private AdminLockout lockout;
    private AdminUnlock unlock;

    @BeforeEach
    void openAccounts() throws IOException {
        Files.createFile(directory.resolve("mail.db"));
        Files.createDirectory(directory.resolve("state"));
        Configuration configuration =
                ConfigurationReaderTest.read("""
                        [source.db]
                        type = "sql"
                        url = "jdbc:sqlite:%s/mail.db"
                        [accounts]
                        source = "db"
                        default-scheme = "PLAIN"
                        password-query = "SELECT 'secret' AS password, replace('%%u', 'alias.', '') AS user WHERE '%%u' LIKE 'a%%%%'"
                        user-query = "SELECT '/home' AS home WHERE '%%u' LIKE 'a%%%%'"
                        """.formatted(directory)).configuration();
        running = RunningConfiguration.forDaemon(configuration, LookupObserver.NONE);
        lockouts = FileLockouts.in(directory.resolve("state"), CLOCK);
        authenticator = new Authenticator(
                running.accounts().orElseThrow(), LogIns.schemes(), LoginConfig.DEFAULT, AuthObserver.NONE, lockouts);
        AdminFlush flush = new AdminFlush(running, AddressConfig.DEFAULTS, Optional.of(authenticator));
        LockableAccounts accounts =
                new LockableAccounts(lockouts, configuration.accounts(), Optional.of(authenticator), flush);
        lockout = new AdminLockout(accounts);
        unlock = new AdminUnlock(accounts);
    }

    @AfterEach
    void close() {
        authenticator.close();
        running.close();
        lockouts.close();
    }

    private LoginResult logIn(String user) {
        return authenticator
                .password(new LoginRequest("PLAIN", Map.of("service", "imap")), "", user, "secret")
                .join();
    }

    private String lock(String user) throws AdminException {
        return lockout.run(List.of("user", user, "phished"));
    }

    private long cached() {
        return running.accountCaches().stream().mapToLong(cache -> cache.size()).sum();
    }

    @Test
    void keepsSomebodyOutAndForgetsHimAndSaysWhatElseToDo() throws AdminException {
        assertThat(logIn("alice@example.org")).isInstanceOf(LoginResult.Accepted.class);
        assertThat(cached()).isPositive();
        assertThat(lock("Alice@Example.ORG")).isEqualTo("""
                alice@example.org is locked out: it can neither log in nor send; mail to it is delivered
                Sessions that are open go on. To end them, run where Dovecot runs:
                  doveadm auth cache flush alice@example.org
                  doveadm kick alice@example.org
                """);
        assertThat(cached()).isZero();
        assertThat(logIn("alice@example.org")).isInstanceOf(LoginResult.Refused.class);
        assertThat(lockout.run(List.of("list")))
                .isEqualTo("alice@example.org\t2026-11-21T18:00:00Z\tadministrator\tphished\n");
    }

    @Test
    void locksTheAccountThatANameMeans() throws AdminException {
        assertThat(lock("alice@alias.example.org")).startsWith("alice@example.org is locked out");
        assertThat(logIn("alice@example.org")).isInstanceOf(LoginResult.Refused.class);
        assertThat(logIn("alice@alias.example.org")).isInstanceOf(LoginResult.Refused.class);
        assertThat(unlock.run(List.of("alice@alias.example.org"))).startsWith("+alice@example.org is unlocked\n");
        assertThat(logIn("alice@alias.example.org")).isInstanceOf(LoginResult.Accepted.class);
    }

    @Test
    void isOnDiskWhenItIsSaid() throws AdminException, IOException {
        assertThat(lock("alice@example.org")).doesNotContain("warning");
        assertThat(FileLockouts.seen(directory.resolve("state")).lockout("alice@example.org"))
                .isPresent();
    }

    @Test
    void warnsWhenNobodyKnowsTheAccountOrItCannotBeKept() throws AdminException, IOException {
        assertThat(lock("bob@example.org")).contains("\nwarning: no such account is known\n");
        for (String file : List.of("lockouts", "lockouts.copy", "lockouts.lock")) {
            Files.delete(directory.resolve("state").resolve(file));
        }
        Files.delete(directory.resolve("state"));
        assertThat(lock("anne@example.org")).contains("\nwarning: this ends when guichet stops, because");
        assertThat(logIn("anne@example.org")).isInstanceOf(LoginResult.Refused.class);
    }

    @Test
    void saysWhoWasLockedAlready() throws AdminException, Exception {
        assertThat(lockouts.lock("alice@example.org", "outgoing", "500 of 500/24h"))
                .isEmpty();
        assertThat(lock("alice@example.org"))
                .startsWith("alice@example.org was locked out already, since 2026-11-21T18:00:00Z by outgoing: 500 of");
        assertThat(lockouts.lockout("alice@example.org").map(Lockout::by)).contains("outgoing");
    }

    @Test
    void unlocksOnlyWhoIsLocked() throws AdminException {
        assertThat(unlock.run(List.of("alice@example.org"))).isEqualTo("-alice@example.org is not locked out\n");
    }

    @Test
    void refusesNamesThatNobodyCanHave() {
        for (String name : List.of("", "a b", "x\ny", "x".repeat(3000))) {
            assertThatThrownBy(() -> lock(name)).isInstanceOf(AdminException.class);
            assertThatThrownBy(() -> unlock.run(List.of(name))).isInstanceOf(AdminException.class);
        }
        assertThatThrownBy(() -> lockout.run(List.of("alice"))).isInstanceOf(AdminException.class);
    }
}
