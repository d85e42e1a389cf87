package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordLoginTest {

    private final LoginSite site = new LoginSite();

    @AfterEach
    void close() {
        site.close();
    }

    private static Refused refused(LoginResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return (Refused) result;
    }

    private static Accepted accepted(LoginResult result) {
        assertThat(result).isInstanceOf(Accepted.class);
        return (Accepted) result;
    }

    @Test
    void theRightPasswordLetsIn() {
        site.passwords.set("alice@example.org", "password", "{PLAIN}secret");
        Authenticator door = site.open();
        Accepted in = accepted(login(door, "Alice@Example.org", "secret"));
        assertThat(in.user()).isEqualTo("alice@example.org");
        assertThat(in.fields().fields()).isEqualTo(Map.of("original_user", "Alice@Example.org"));
        assertThat(in.prefetched().fields()).isEmpty();
        assertThat(site.results).containsExactly("OK");
    }

    @Test
    void aWrongPasswordAnUnknownUserAndAnImpossibleNameLookTheSameToTheClient() {
        site.passwords.set("alice", "password", "secret");
        Authenticator door = site.open();
        assertThat(login(door, request("imap", "rip", "192.0.2.1"), "alice", "wrong"))
                .isEqualTo(new Refused("alice", Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
        assertThat(login(door, request("imap", "rip", "192.0.2.2"), "nobody", "wrong"))
                .isEqualTo(new Refused("nobody", Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
        assertThat(login(door, request("imap", "rip", "192.0.2.3"), "a b", "wrong"))
                .isEqualTo(new Refused("a b", Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
        assertThat(site.lines)
                .containsExactly(
                        "info auth failed: service=imap mech=PLAIN user=<alice> rip=192.0.2.1 reason=wrong password",
                        "info auth failed: service=imap mech=PLAIN user=<nobody> rip=192.0.2.2 reason=unknown user",
                        "info auth failed: service=imap mech=PLAIN user=<a\\u0020b> rip=192.0.2.3"
                                + " reason=no such name can exist");
        assertThat(site.results).containsExactly("FAILED", "FAILED", "FAILED");
        assertThat(site.passwords.asked).extracting(r -> r.user()).doesNotContain("a b");
    }

    @Test
    void aSourceThatIsDownIsNeverAWrongPassword() {
        site.passwords.down = true;
        LoginResult result = login(site.open(), "alice", "x");
        assertThat(result).isEqualTo(new Unavailable("alice", "source fake is down"));
        assertThat(site.results).containsExactly("UNAVAILABLE");
        assertThat(site.lines)
                .containsExactly("warn auth unavailable: service=imap mech=PLAIN user=<alice> rip=203.0.113.7"
                        + " reason=source fake is down");
    }

    @Test
    void aChangedPasswordCountsAtOnceAlthoughTheRecordIsCached() {
        site.passwords.set("alice", "password", "old");
        Authenticator door = site.open();
        accepted(login(door, "alice", "old"));
        site.passwords.set("alice", "password", "new");
        accepted(login(door, "alice", "new"));
        refused(login(door, "alice", "old"));
    }

    @Test
    void aPasswordThatDoesNotFitTheCacheIsNotWrongWhileTheSourceIsDown() {
        site.passwords.set("alice", "password", "old");
        Authenticator door = site.open();
        accepted(login(door, "alice", "old"));
        site.passwords.down = true;
        assertThat(login(door, "alice", "new")).isInstanceOf(Unavailable.class);
        accepted(login(door, "alice", "old"));
    }

    @Test
    void anAccountThatIsGoneIsAskedForAgainOnlyWhenThePasswordDoesNotFit() {
        site.passwords.set("alice", "password", "old");
        Authenticator door = site.open();
        accepted(login(door, "alice", "old"));
        site.passwords.remove("alice");
        refused(login(door, "alice", "x"));
        assertThat(site.lines).last().asString().endsWith("reason=unknown user");
    }

    @Test
    void anExpiredRecordLetsInOnlyIfConfigured() {
        site.cache = new CacheConfig(100, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
        site.passwords.set("alice", "password", "secret");
        Authenticator strict = site.open();
        site.config = site.config.withStaleLogins(true);
        Authenticator lenient = site.open();
        accepted(login(strict, "alice", "secret"));
        accepted(login(lenient, "alice", "secret"));
        site.passwords.down = true;
        assertThat(login(strict, "alice", "secret")).isInstanceOf(Unavailable.class);
        accepted(login(lenient, "alice", "secret"));
        assertThat(login(lenient, "alice", "wrong")).isInstanceOf(Unavailable.class);
    }

    @Test
    void anExpiredNotFoundIsNoRefusalWhileTheSourceIsDown() {
        site.cache = new CacheConfig(100, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1));
        Authenticator door = site.open();
        refused(login(door, "newcomer", "secret"));
        site.passwords.down = true;
        assertThat(login(door, "newcomer", "secret")).isInstanceOf(Unavailable.class);
        assertThat(door.proven(request("imap"), "", "newcomer").join()).isInstanceOf(Unavailable.class);
    }

    @Test
    void everyApplicationPasswordLetsInAndTheOneThatFitsIsLogged() {
        site.passwords
                .set("alice", "password", "main", "app_password", "")
                .add("alice", "password", site.hash(LoginSite.SLOW, "tel"), "app_password", "phone", "nologin", "")
                .add("alice", "password", "tab", "app_password", "tablet");
        Authenticator door = site.open();
        assertThat(accepted(login(door, "alice", "tel")).fields().fields()).isEqualTo(Map.of("nologin", ""));
        assertThat(accepted(login(door, "alice", "tab")).fields().fields()).isEmpty();
        refused(login(door, "alice", "none"));
        assertThat(site.lines)
                .startsWith(
                        "info auth ok: service=imap mech=PLAIN user=<alice> rip=203.0.113.7 app_password=<phone>",
                        "info auth ok: service=imap mech=PLAIN user=<alice> rip=203.0.113.7 app_password=<tablet>");
    }

    @Test
    void aStoredPasswordThatCannotBeUsedIsNoRefusal() {
        site.passwords.set("alice", "password", "{NONSENSE}x");
        assertThat(login(site.open(), "alice", "x")).isInstanceOf(Unavailable.class);
    }

    @Test
    void nopasswordLetsInWithAnyPasswordButNotBesideAPassword() {
        site.passwords.set("any", "nopassword", "y").set("both", "nopassword", "y", "password", "secret");
        Authenticator door = site.open();
        accepted(login(door, "any", "whatever"));
        accepted(login(door, "any", ""));
        refused(login(door, "both", "whatever"));
        accepted(login(door, "both", "secret"));
    }

    @Test
    void aRecordWithoutAPasswordAndAnEmptyPasswordLetNobodyIn() {
        site.passwords.set("none", "user", "none").set("empty", "password", "");
        Authenticator door = site.open();
        refused(login(door, "none", "x"));
        refused(login(door, "none", ""));
        refused(login(door, "empty", ""));
    }

    @Test
    void passwordNoschemeMayBeginWithABrace() {
        site.passwords.set("alice", "password_noscheme", "{MD5}really");
        accepted(login(site.open(), "alice", "{MD5}really"));
    }

    @Test
    void noauthenticateIsAMistakeInTheConfigurationAndNoRefusal() {
        site.passwords.set("alice", "noauthenticate", "y");
        assertThat(login(site.open(), "alice", "x")).isInstanceOf(Unavailable.class);
    }

    @Test
    void theSourceSeesThePasswordOnlyIfItAsksForIt() {
        Authenticator blind = site.open();
        site.passwords.set("alice", "password", "secret");
        accepted(login(blind, "alice", "secret"));
        assertThat(site.passwords.asked).allSatisfy(r -> assertThat(r.facts()).doesNotContainKey("password"));

        try (LoginSite seeing = new LoginSite("password", "service", "mech", "orig_user")) {
            seeing.passwords.set("alice", "nopassword", "y");
            accepted(login(seeing.open(), "Alice", "secret"));
            assertThat(seeing.passwords.asked)
                    .singleElement()
                    .satisfies(r -> assertThat(r.facts())
                            .containsEntry("password", "secret")
                            .containsEntry("mech", "PLAIN")
                            .containsEntry("orig_user", "Alice")
                            .containsEntry("service", "imap"));
        }
    }

    @Test
    void defaultsFillWhatTheRecordLacks() {
        site.passwordDefaults = new AccountRecord(Map.of("proxy_timeout", "30", "event_x", "default"));
        site.passwords.set("alice", "password", "secret", "event_x", "own");
        assertThat(accepted(login(site.open(), "alice", "secret")).fields().fields())
                .isEqualTo(Map.of("event_x", "own", "proxy_timeout", "30"));
    }

    @Test
    void secretsAndWhatIsForTheServerAloneNeverReachThePeer() {
        site.passwords.set(
                "alice",
                "password",
                "secret",
                "allow_nets",
                "203.0.113.0/24",
                "userdb_home",
                "/srv/alice",
                "userdb_uid",
                "1000",
                "active",
                "1",
                AccountRecord.DN,
                "cn=alice",
                "forward_x",
                "1");
        Accepted in = accepted(login(site.open(), "alice", "secret"));
        assertThat(in.fields().fields()).isEqualTo(Map.of("forward_x", "1"));
        assertThat(in.prefetched().fields()).isEqualTo(Map.of("home", "/srv/alice", "uid", "1000"));
        assertThat(site.lines.toString()).doesNotContain("secret");
    }
}
