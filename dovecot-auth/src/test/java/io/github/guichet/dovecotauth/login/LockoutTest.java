package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that is locked is refused as an inactive one is, however somebody comes. */
class LockoutTest {

    private final LoginSite site = new LoginSite();

    @BeforeEach
    void accounts() {
        site.passwords
                .set("alice@example.org", "password", "{PLAIN}secret")
                .set("bob@example.org", "password", "{PLAIN}secret")
                .set("alice@alias.example", "password", "{PLAIN}secret", "user", "alice@example.org");
        site.users
                .set("alice@example.org", "home", "/srv/alice")
                .set("alice@alias.example", "user", "alice@example.org");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void lock(String user) throws TooManyLockoutsException {
        assertThat(site.lockouts.lock(user, Lockout.ADMINISTRATOR, "phished")).isEmpty();
    }

    private static void assertLocked(LoginResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        assertThat(((Refused) result).reason()).isEqualTo(Reason.DISABLED);
        assertThat(((Refused) result).text()).isEqualTo("Account is disabled");
    }

    @Test
    void theRightPasswordDoesNotHelpAndTheLogSaysWhy() throws TooManyLockoutsException {
        Authenticator door = site.open();
        lock("alice@example.org");
        assertLocked(login(door, "Alice@Example.ORG", "secret"));
        assertThat(login(door, "bob@example.org", "secret")).isInstanceOf(Accepted.class);
        assertThat(site.results).containsExactly("DISABLED", "OK");
        assertThat(site.lines.get(0))
                .isEqualTo("info auth failed: service=imap mech=PLAIN user=<alice@example.org> rip=203.0.113.7"
                        + " reason=locked out");
    }

    @Test
    void aWrongPasswordIsAGuessAsEverAndTellsNothing() throws TooManyLockoutsException {
        lock("alice@example.org");
        Refused refused = (Refused) login(site.open(), "alice@example.org", "x");
        assertThat(refused.reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(refused.delay()).isPositive();
    }

    @Test
    void aPasswordThatIsRememberedDoesNotHelpEither() throws TooManyLockoutsException {
        site.passwords.set("alice@example.org", "password", site.hash(LoginSite.SLOW, "secret"));
        Authenticator door = site.open();
        assertThat(login(door, "alice@example.org", "secret")).isInstanceOf(Accepted.class);
        lock("alice@example.org");
        assertLocked(login(door, "alice@example.org", "secret"));
        assertThat(site.lockouts.unlock("alice@example.org")).isPresent();
        assertThat(login(door, "alice@example.org", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void whileTheSourceIsDownItIsNoReasonToTryAgainLater() throws TooManyLockoutsException {
        Authenticator door = site.open();
        lock("alice@example.org");
        site.passwords.down = true;
        assertLocked(login(door, "alice@example.org", "secret"));
        assertLocked(door.proven(request("imap"), "", "alice@example.org").join());
        assertThat(login(door, "bob@example.org", "secret")).isInstanceOf(Unavailable.class);
        assertThat(site.results).containsExactly("DISABLED", "DISABLED", "UNAVAILABLE");
    }

    @Test
    void aWrongPasswordWhileTheSourceIsDownWaitsAsAGuess() throws TooManyLockoutsException {
        Authenticator door = site.open();
        assertThat(login(door, "alice@example.org", "secret")).isInstanceOf(Accepted.class);
        lock("alice@example.org");
        site.passwords.down = true;
        LoginResult result = login(door, "alice@example.org", "x");
        assertLocked(result);
        assertThat(((Refused) result).delay()).isPositive();
    }

    @Test
    void anotherNameOfTheAccountIsLockedWithIt() throws TooManyLockoutsException {
        Authenticator door = site.open();
        lock("alice@example.org");
        assertLocked(login(door, "alice@alias.example", "secret"));
        assertThat(site.lockouts.unlock("alice@example.org")).isPresent();
        assertThat(login(door, "alice@alias.example", "secret")).isInstanceOf(Accepted.class);
        lock("alice@example.org");
        site.passwords.down = true;
        assertThat(door.forget("")).isPositive();
        assertLocked(login(door, "alice@alias.example", "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "EXTERNAL", "XOAUTH2", "OAUTHBEARER"})
    void noOtherProofHelps(String mechanism) throws TooManyLockoutsException {
        LoginRequest request = new LoginRequest(mechanism, request("smtp").facts());
        Authenticator door = site.open();
        assertThat(door.proven(request, "", "alice@example.org").join()).isInstanceOf(Accepted.class);
        lock("alice@example.org");
        assertLocked(door.proven(request, "", "alice@example.org").join());
        assertLocked(door.proven(request, "", "alice@alias.example").join());
        assertThat(site.results).containsExactly("OK", "DISABLED", "DISABLED");
    }

    @Test
    void scramGoesOnUntilTheProofAndEndsAtOnceWhenNobodyKnowsTheSecret() throws TooManyLockoutsException {
        LoginRequest request = new LoginRequest("SCRAM-SHA-256", request("imap").facts());
        Authenticator door = site.open();
        lock("alice@example.org");
        assertThat(door.scram(request, "alice@example.org", ScramHash.SHA_256).join())
                .as("a stranger does not learn that it is locked")
                .isInstanceOf(ScramCredentials.Known.class);
        assertThat(((Refused) door.refuse(request, "alice@example.org", "wrong proof")
                                .join())
                        .reason())
                .isEqualTo(Reason.CREDENTIALS);
        site.passwords.down = true;
        assertThat(door.forget("")).isPositive();
        ScramCredentials credentials =
                door.scram(request, "alice@example.org", ScramHash.SHA_256).join();
        assertThat(credentials).isInstanceOf(ScramCredentials.Refused.class);
        assertLocked(((ScramCredentials.Refused) credentials).result());
        assertThat(site.results).containsExactly("FAILED", "DISABLED");
    }

    @Test
    void aMasterUserDoesNotComeInAsALockedUser() throws TooManyLockoutsException {
        site.config = site.config.withMasters("*", MasterUsers.of(Map.of("admin", "{PLAIN}root")));
        Authenticator door = site.open();
        assertThat(login(door, "alice@example.org*admin", "root")).isInstanceOf(Accepted.class);
        lock("alice@example.org");
        assertLocked(login(door, "alice@example.org*admin", "root"));
        assertLocked(login(door, "alice@alias.example*admin", "root"));
        assertLocked(door.proven(request("imap"), "alice@example.org", "admin").join());
        assertThat(login(door, "bob@example.org*admin", "root")).isInstanceOf(Accepted.class);
        lock("admin");
        assertLocked(login(door, "bob@example.org*admin", "root"));
    }

    @Test
    void aUserWhoOpensALockedAccountStaysOut() throws TooManyLockoutsException {
        site.passwords.set("carol@example.org", "password", "{PLAIN}c", "login_user", "alice@example.org");
        lock("alice@example.org");
        assertLocked(login(site.open(), "carol@example.org", "c"));
    }

    @Test
    void mailIsDeliveredAndLogInsByDovecotAreNot() throws TooManyLockoutsException {
        Authenticator door = site.open();
        lock("alice@example.org");
        assertThat(door.user("alice@example.org", Map.of("service", "lmtp")).join())
                .isInstanceOf(AccountAnswer.Found.class);
        for (String name : List.of("Alice@example.org", "alice@alias.example")) {
            assertThat(door.pass(name, Map.of("service", "lmtp"), false).join())
                    .as("where its mail goes")
                    .isInstanceOf(AccountAnswer.Found.class);
            assertThat(door.pass(name, Map.of("service", "doveadm"), false).join())
                    .as("on which server its sessions can be ended")
                    .isInstanceOf(AccountAnswer.Found.class);
            assertThat(door.pass(name, Map.of("service", "imap"), false).join()).isEqualTo(AccountAnswer.NOT_FOUND);
            assertThat(door.pass(name, Map.of("service", "imap"), true).join()).isEqualTo(AccountAnswer.NOT_FOUND);
            assertThat(door.pass(name, Map.of(), true).join()).isEqualTo(AccountAnswer.NOT_FOUND);
        }
        site.passwords.down = true;
        assertThat(door.pass("alice@example.org", Map.of(), true).join())
                .as("and not: try again later")
                .isEqualTo(AccountAnswer.NOT_FOUND);
    }
}
