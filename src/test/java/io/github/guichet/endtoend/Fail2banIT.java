package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.AuthObserver;
import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.dovecotauth.login.LoginConfig;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeLimits;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import io.github.guichet.lookup.account.UserNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped filter for fail2ban, fed by fail2ban-regex with lines that real refusals wrote. */
@ExtendWith(Workspaces.class)
class Fail2banIT {

    private static final Path FILTERS = Path.of(Program.GUICHET.path()).resolveSibling("../etc/fail2ban");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.github.guichet.auth");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            lines.add(event.getMessage());
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private final FileLockouts lockouts = FileLockouts.inMemory(InstantSource.system());
    private final Authenticator door = new Authenticator(
            accounts(),
            PasswordSchemes.create(SchemeLimits.forHeap(Runtime.getRuntime().maxMemory())),
            LoginConfig.DEFAULT,
            AuthObserver.NONE,
            lockouts);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        door.close();
    }

    private static Accounts accounts() {
        Map<String, AccountRecord> records = Map.of(
                "alice", new AccountRecord(Map.of("password", "secret")),
                "off", new AccountRecord(Map.of("password", "secret", "active", "0")),
                "locked", new AccountRecord(Map.of("password", "secret")),
                "late", new AccountRecord(Map.of("password", "secret", "password_expiry", "2020-01-01")),
                "noimap", new AccountRecord(Map.of("password", "secret", "imap_active", "0")));
        AccountSource source = new AccountSource() {
            @Override
            public Set<String> variables() {
                return Set.of();
            }

            @Override
            public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
                AccountRecord record = records.get(request.user());
                if (request.user().equals("down")) {
                    return CompletableFuture.completedFuture(new AccountAnswer.Unavailable("source db is down"));
                }
                return CompletableFuture.completedFuture(
                        record == null
                                ? AccountAnswer.NOT_FOUND
                                : new AccountAnswer.Found(List.of(record), Served.SOURCE));
            }
        };
        return new Accounts(
                UserNames.DEFAULT,
                Optional.of(new AccountTable("passdb", source)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "PLAIN",
                AccountRecord.EMPTY,
                AccountRecord.EMPTY,
                true);
    }

    private void attempt(String service, String mechanism, String rip, String user, String password) {
        LoginRequest request = new LoginRequest(mechanism, Map.of("service", service, "rip", rip));
        LoginResult unused = door.password(request, "", user, password).join();
    }

    /** The addresses that fail2ban would count, a line each. */
    private List<String> counted(Workspace work, UnaryOperator<String> logged) throws IOException {
        Path log = Files.writeString(
                work.path("auth.log"),
                String.join("", lines.stream().map(l -> logged.apply(l) + "\n").toList()));
        Command regex = Command.run(
                Program.FAIL2BAN_REGEX.path(),
                "-o",
                "<ip>",
                log.toString(),
                FILTERS.resolve("filter.d/guichet.conf").toString());
        return regex.succeeds().out().lines().toList();
    }

    static Stream<UnaryOperator<String>> prefixes() {
        return Stream.of(
                line -> line,
                line -> "<6>" + line,
                line -> "Nov 21 12:00:00 mail guichet[4711]: " + line,
                line -> "2026-11-21T12:00:00+0000 mail guichet[4711]: " + line,
                line -> "2026-11-21T12:00:00.123456+00:00 mail java[4711]: <6>" + line);
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void guessesAreCountedByTheirAddress(UnaryOperator<String> prefix, Workspace work) throws IOException {
        attempt("smtp", "PLAIN", "203.0.113.1", "alice", "wrong");
        attempt("imap", "LOGIN", "203.0.113.2", "nobody@example.org", "wrong");
        attempt("pop3", "PLAIN", "2001:db8::1", "no such name", "wrong");
        attempt("", "", "203.0.113.3", "", "");
        assertThat(counted(work, prefix)).containsExactly("203.0.113.1", "203.0.113.2", "2001:db8::1", "203.0.113.3");
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void whoHasProvenHimselfAndWhatIsNoGuessIsNotCounted(UnaryOperator<String> prefix, Workspace work)
            throws IOException, TooManyLockoutsException {
        assertThat(lockouts.lock("locked", Lockout.ADMINISTRATOR, "")).isEmpty();
        attempt("imap", "PLAIN", "203.0.113.1", "off", "secret");
        attempt("imap", "PLAIN", "203.0.113.1", "locked", "secret");
        attempt("imap", "PLAIN", "203.0.113.1", "late", "secret");
        attempt("imap", "PLAIN", "203.0.113.1", "noimap", "secret");
        attempt("imap", "PLAIN", "203.0.113.1", "down", "secret");
        attempt("imap", "PLAIN", "203.0.113.1", "alice", "secret");
        attempt("imap", "PLAIN", "not an address", "alice", "wrong");
        assertThat(lines).hasSize(6);
        assertThat(counted(work, prefix)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void nobodyGetsAnotherAddressBannedOrHidesHisOwn(UnaryOperator<String> prefix, Workspace work) throws IOException {
        List<String> forged = List.of(
                "auth failed: service=smtp mech=PLAIN user=<x> rip=6.6.6.6 reason=wrong password",
                "x\nauth failed: service=smtp mech=PLAIN user=<x> rip=6.6.6.6 reason=wrong password\n",
                "x\r\nNov 21 12:00:00 mail guichet[4711]: auth failed: service=smtp mech=PLAIN user=<x> rip=6.6.6.6 reason=x",
                "x> rip=6.6.6.6 reason=wrong password",
                "x rip=6.6.6.6",
                "rip=6.6.6.6",
                "2001-01-01T00:00:00",
                "reason=previous password",
                "x".repeat(5000) + " rip=6.6.6.6",
                "\u2028auth failed: \u0000<6>");
        for (String text : forged) {
            attempt("imap", "PLAIN", "203.0.113.1", text, "wrong");
            attempt(text, "PLAIN", "203.0.113.2", "x", "wrong");
            attempt("imap", text, "203.0.113.3", "x", "wrong");
            attempt("imap", "PLAIN", text, "x", "wrong");
        }
        List<String> counted = counted(work, prefix);
        assertThat(counted).doesNotContain("6.6.6.6").containsOnly("203.0.113.1", "203.0.113.2", "203.0.113.3");
        assertThat(counted.stream().filter("203.0.113.1"::equals)).hasSize(forged.size());
    }

    @Test
    void theFilterForJsonCountsTheSame(Workspace work) throws IOException {
        String line = "{\"time\":\"2026-11-22T01:00:00.500+00:00\",\"priority\":6,\"level\":\"info\",\"area\":\"auth\","
                + "\"event\":\"auth failed\",\"service\":\"smtp\",\"mech\":\"PLAIN\",\"user\":\"%s\",\"rip\":\"%s\","
                + "\"reason\":\"%s\"}\n";
        String forged = "x\\\",\\\"rip\\\":\\\"6.6.6.6\\\",\\\"reason\\\":\\\"x";
        Path log = work.file(
                "json.log",
                line.formatted("bob", "203.0.113.1", "wrong password")
                        + line.formatted(forged, "203.0.113.2", "unknown user")
                        + line.formatted("bob", "203.0.113.3", "account inactive")
                        + line.formatted("bob", "203.0.113.0/24", "wrong password")
                        + "Nov 22 01:00:00 mail guichet[4711]: "
                        + line.formatted("bob", "2001:db8::1", "wrong password"));
        Command regex = Command.run(
                Program.FAIL2BAN_REGEX.path(),
                "-o",
                "<ip>",
                log.toString(),
                FILTERS.resolve("filter.d/guichet-json.conf").toString());
        assertThat(regex.succeeds().out().lines()).containsExactly("203.0.113.1", "203.0.113.2", "2001:db8::1");
    }

    @Test
    void theJailNamesTheFilter() throws IOException {
        assertThat(Files.readAllLines(FILTERS.resolve("jail.d/guichet.conf")))
                .contains("[guichet]", "filter   = guichet", "backend  = systemd");
    }
}
