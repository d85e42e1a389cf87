package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final LoginSite site = new LoginSite();

    @BeforeEach
    void accounts() {
        site.passwords.set("alice", "password", "secret").set("bob", "password", "other");
        site.config = site.config.withThrottle(throttle(5, List.of()));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static Throttle throttle(int after, List<Network> trusted) {
        Throttle usual = Throttle.DEFAULT;
        return new Throttle(
                after,
                usual.window(),
                usual.known(),
                1000,
                32,
                64,
                trusted.isEmpty() ? usual.trustedProxies() : trusted,
                usual.exempt());
    }

    private static Duration delay(LoginResult result) {
        return ((Refused) result).delay();
    }

    private static LoginRequest rip(String address) {
        return request("imap", "rip", address);
    }

    private static void guess(Login door, String address, int times) {
        for (int i = 0; i < times; i++) {
            LoginResult unused = login(door, rip(address), "user" + i, "guess");
        }
    }

    @Test
    void eachDistinctFailureDoublesTheDelayUpToWhatPostfixBears() {
        Authenticator door = site.open();
        assertThat(delay(login(door, "alice", "a"))).isEqualTo(Duration.ofSeconds(2));
        assertThat(delay(login(door, "alice", "b"))).isEqualTo(Duration.ofSeconds(4));
        assertThat(delay(login(door, "bob", "a"))).isEqualTo(Duration.ofSeconds(8));
        assertThat(delay(login(door, "bob", "b"))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aTelephoneWithAnOldPasswordCountsOnce() {
        Authenticator door = site.open();
        for (int i = 0; i < 50; i++) {
            assertThat(delay(login(door, "alice", "old"))).isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(login(door, "bob", "other")).isInstanceOf(Accepted.class);
    }

    @Test
    void aNetworkThatGuessesIsNotLookedAtAndNeverToldThatARightPasswordIsWrong() {
        Authenticator door = site.open();
        guess(door, "203.0.113.7", 5);
        int asked = site.passwords.asked.size();
        assertThat(login(door, "alice", "secret"))
                .isEqualTo(new Unavailable("alice", "too many failures", Duration.ofSeconds(8)));
        assertThat(site.passwords.asked).hasSize(asked);
        assertThat(site.results).endsWith("FAILED", "THROTTLED");
        assertThat(site.lines.stream().filter(l -> l.startsWith("info auth throttled: ")))
                .hasSize(1);
        assertThat(login(door, rip("203.0.113.8"), "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void throttlingEndsWhenTheFailuresAreOld() {
        Authenticator door = site.open();
        guess(door, "203.0.113.7", 5);
        site.pass(Throttle.DEFAULT.window().plusSeconds(1));
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void aNetworkFromWhichTheUserCameBeforeIsSparedForThatUser() {
        Authenticator door = site.open();
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        guess(door, "203.0.113.7", 5);
        assertThat(login(door, "bob", "other")).isInstanceOf(Unavailable.class);
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(delay(login(door, "alice", "typo"))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whoGuessesASparedUsersPasswordFromThereIsThrottledAllTheSame() {
        Authenticator door = site.open();
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        for (int i = 0; i < 5; i++) {
            assertThat(login(door, "alice", "guess" + i)).isInstanceOf(Refused.class);
        }
        assertThat(login(door, "alice", "guess6")).isInstanceOf(Unavailable.class);
    }

    @Test
    void arightPasswordForgivesTheMistakesWithThatNameOnly() {
        Authenticator door = site.open();
        LoginResult unused = login(door, "alice", "typo");
        unused = login(door, "bob", "typo");
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(delay(login(door, "bob", "typo2"))).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void ofIpv6TheWholeNetworkCounts() {
        Authenticator door = site.open();
        for (int i = 1; i <= 5; i++) {
            LoginResult unused = login(door, rip("2001:db8:1:1::" + i), "user" + i, "x");
        }
        assertThat(login(door, rip("2001:db8:1:1:ffff::1"), "alice", "secret")).isInstanceOf(Unavailable.class);
        assertThat(login(door, rip("2001:db8:1:2::1"), "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void thisHostAPeerThatForbidsItAndAnUnknownAddressAreNeverCounted() {
        Authenticator door = site.open();
        for (LoginRequest from :
                List.of(rip("127.0.0.1"), rip("::1"), request("imap", "no-penalty", ""), rip(""), rip("unknown"))) {
            for (int i = 0; i < 8; i++) {
                assertThat(delay(login(door, from, "user" + i, "x"))).isEqualTo(Duration.ofSeconds(2));
            }
        }
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void onlyTrustedProxiesMaySayWhoTheClientIs() {
        site.config = site.config.withThrottle(
                throttle(5, List.of(Network.parse("10.0.0.0/8").orElseThrow())));
        Authenticator door = site.open();
        for (int i = 0; i < 5; i++) {
            LoginResult unused =
                    login(door, request("imap", "rip", "192.0.2." + i, "real_rip", "198.51.100.1"), "u" + i, "x");
        }
        assertThat(login(door, request("imap", "rip", "192.0.2.9", "real_rip", "198.51.100.1"), "alice", "secret"))
                .as("forged addresses of one client")
                .isInstanceOf(Unavailable.class);
        for (int i = 0; i < 5; i++) {
            LoginResult unused = login(door, request("imap", "rip", "192.0.2.1", "real_rip", "10.0.0.1"), "u" + i, "x");
        }
        assertThat(login(door, request("imap", "rip", "192.0.2.2", "real_rip", "10.0.0.1"), "alice", "secret"))
                .as("another client of a trusted proxy")
                .isInstanceOf(Accepted.class);
    }

    @Test
    void memoryIsBoundedHoweverManyGuess() {
        NetworkFailures failures = new NetworkFailures(10);
        Fingerprints fingerprints = new Fingerprints();
        for (int i = 0; i < 10_000; i++) {
            failures.add(fingerprints.of("alice"), fingerprints.of(Integer.toString(i)), i);
        }
        assertThat(failures.count(0)).isEqualTo(10);
        assertThat(failures.count(9_995)).isEqualTo(5);
    }

    @Test
    void whatIsRememberedOfAFailureDoesNotGrowWithTheNameThatTheClientWrote() {
        NetworkFailures failures = new NetworkFailures(10);
        Fingerprints fingerprints = new Fingerprints();
        failures.add(fingerprints.of("a".repeat(8000)), fingerprints.of("1"), 1);
        assertThat(failures.countOf(fingerprints.of("a".repeat(8000)), 0)).isEqualTo(1);
        failures.forget(fingerprints.of("a".repeat(8000)));
        assertThat(failures.count(0)).isZero();
    }

    @Test
    void failuresOfTheSourceAreNoGuesses() {
        Authenticator door = site.open();
        site.passwords.down = true;
        guess(door, "203.0.113.7", 50);
        site.passwords.down = false;
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void anOutageIsNoTimeToGuessAgainstTheCache() {
        Authenticator door = site.open();
        assertThat(login(door, rip("198.51.100.1"), "alice", "secret")).isInstanceOf(Accepted.class);
        site.passwords.down = true;
        assertThat(((Unavailable) login(door, "alice", "guess0")).delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(((Unavailable) login(door, "alice", "guess1")).delay()).isEqualTo(Duration.ofSeconds(4));
        for (int i = 2; i < 5; i++) {
            assertThat(login(door, "alice", "guess" + i)).isInstanceOf(Unavailable.class);
        }
        assertThat(login(door, "alice", "secret")).as("throttled").isInstanceOf(Unavailable.class);
        assertThat(login(door, rip("198.51.100.1"), "alice", "secret")).isInstanceOf(Accepted.class);
    }

    @Test
    void aWrongProofDuringAnOutageCountsToo() {
        Authenticator door = site.open();
        LoginRequest scram =
                new LoginRequest("SCRAM-SHA-256", rip("203.0.113.9").facts());
        assertThat(door.scram(scram, "alice", ScramHash.SHA_256).join()).isInstanceOf(ScramCredentials.Known.class);
        site.passwords.down = true;
        for (int i = 0; i < 5; i++) {
            assertThat(((Unavailable) door.refuse(scram, "alice", "wrong proof").join()).delay())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
        assertThat(door.scram(scram, "alice", ScramHash.SHA_256).join())
                .isInstanceOf(ScramCredentials.Unavailable.class);
    }

    @Test
    void exchangesThatBeganBeforeAreNoMoreGuesses() {
        Authenticator door = site.open();
        LoginRequest scram =
                new LoginRequest("SCRAM-SHA-256", rip("203.0.113.7").facts());
        assertThat(door.scram(scram, "alice", ScramHash.SHA_256).join()).isInstanceOf(ScramCredentials.Known.class);
        guess(door, "203.0.113.7", 5);
        Unavailable throttled = new Unavailable("alice", "too many failures", Duration.ofSeconds(8));
        assertThat(door.refuse(scram, "alice", "wrong proof").join()).isEqualTo(throttled);
        assertThat(door.proven(scram, "", "alice").join()).isEqualTo(throttled);
        LoginRequest token = new LoginRequest("OAUTHBEARER", scram.facts());
        assertThat(door.proven(token, "", "alice").join()).isInstanceOf(Accepted.class);
    }

    @Test
    void aTokenThatHasExpiredCountsOnceAndEveryWrongProofCounts() {
        Authenticator door = site.open();
        LoginRequest token = new LoginRequest("OAUTHBEARER", request("imap").facts());
        LoginRequest scram =
                new LoginRequest("SCRAM-SHA-256", rip("203.0.113.9").facts());
        for (int i = 0; i < 10; i++) {
            assertThat(delay(door.refuse(token, "alice", "token expired").join()))
                    .isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(delay(door.refuse(scram, "alice", "wrong proof").join())).isEqualTo(Duration.ofSeconds(2));
        assertThat(delay(door.refuse(scram, "alice", "wrong proof").join())).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void rangesAreChecked() {
        LoginConfig usual = LoginConfig.DEFAULT;
        assertThatThrownBy(() -> usual.withDelays(Duration.ofSeconds(9), Duration.ofSeconds(9)))
                .hasMessage("failure-delay must be 0 ms to 8000 ms, not 9000 ms");
        assertThatThrownBy(() -> usual.withDelays(Duration.ofSeconds(4), Duration.ofSeconds(3)))
                .hasMessage("longest-delay must be 4000 ms to 8000 ms, not 3000 ms");
        assertThatThrownBy(() -> usual.withHashing(0, 1)).hasMessage("hash-threads must be 1 to 256, not 0");
    }
}
