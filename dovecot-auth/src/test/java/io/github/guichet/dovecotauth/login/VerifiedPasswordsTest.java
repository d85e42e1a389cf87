package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.BindCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifiedPasswordsTest {

    private final LoginSite site = new LoginSite();
    private final VerifiedPasswords verified =
            new VerifiedPasswords(new Fingerprints(), Duration.ofSeconds(60), 10, site.ticker());

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aPasswordIsRememberedWithWhatIsStoredForAShortTime() {
        verified.remember("alice", "{X}1", "secret");
        assertThat(verified.knows("alice", "{X}1", "secret")).isTrue();
        assertThat(verified.knows("alice", "{X}1", "Secret")).isFalse();
        assertThat(verified.knows("alice", "{X}2", "secret")).isFalse();
        assertThat(verified.knows("alic", "e{X}1", "secret")).isFalse();
        site.pass(Duration.ofSeconds(61));
        assertThat(verified.knows("alice", "{X}1", "secret")).isFalse();
    }

    @Test
    void forgettingAUserForgetsHisOnly() {
        verified.remember("alice", "{X}1", "secret");
        verified.remember("bob", "{X}1", "secret");
        verified.forget("alice"::equals);
        assertThat(verified.knows("alice", "{X}1", "secret")).isFalse();
        assertThat(verified.knows("bob", "{X}1", "secret")).isTrue();
    }

    @Test
    void withALifeOfZeroNothingIsRemembered() {
        VerifiedPasswords none = new VerifiedPasswords(new Fingerprints(), Duration.ZERO, 10, site.ticker());
        none.remember("alice", "{X}1", "secret");
        assertThat(none.knows("alice", "{X}1", "secret")).isFalse();
        assertThat(none.wasRight("alice", "secret")).isFalse();
    }

    @Test
    void aSlowSchemeIsHashedOnceAndAChangedPasswordNoticedAtOnce() {
        site.passwords.set("alice", "password", site.hash(LoginSite.SLOW, "secret"));
        Authenticator door = site.open();
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(door.password(LoginSite.request("imap"), "", "alice", "secret"))
                .as("without a thread of the pool")
                .isDone();
        site.passwords.set("alice", "password", site.hash(LoginSite.SLOW, "changed"));
        assertThat(login(door, "alice", "changed")).isInstanceOf(Accepted.class);
        assertThat(login(door, "alice", "secret")).isInstanceOf(Refused.class);
        assertThat(site.lines).last().asString().endsWith("reason=previous password");
    }

    @Test
    void afterForgettingALockedAccountIsRefusedAtOnceUnderAllItsNames() {
        String hash = site.hash(LoginSite.SLOW, "secret");
        site.passwords.set("alice@real", "password", hash).set("alice@alias", "password", hash, "user", "alice@real");
        site.users.set("alice@real", "home", "/h");
        Authenticator door = site.open();
        assertThat(login(door, "alice@real", "secret")).isInstanceOf(Accepted.class);
        assertThat(login(door, "alice@alias", "secret")).isInstanceOf(Accepted.class);
        assertThat(door.user("alice@real", java.util.Map.of())).isDone();
        site.passwords
                .set("alice@real", "password", hash, "active", "0")
                .set("alice@alias", "password", hash, "user", "alice@real", "active", "0");
        assertThat(login(door, "alice@real", "secret")).as("still cached").isInstanceOf(Accepted.class);
        assertThat(door.forget("Alice@REAL")).isEqualTo(3);
        assertThat(login(door, "alice@real", "secret")).isInstanceOf(Refused.class);
        assertThat(login(door, "alice@alias", "secret")).isInstanceOf(Refused.class);
        assertThat(door.forget("nobody")).isZero();
        assertThat(door.forget("")).isEqualTo(2);
    }

    private final List<String> bound = new ArrayList<>();
    private boolean directoryDown;

    private BindCheck directory(boolean knowsDn) {
        return new BindCheck() {
            @Override
            public boolean knowsDn() {
                return knowsDn;
            }

            @Override
            public CompletableFuture<Verdict> check(
                    io.github.guichet.lookup.account.AccountRequest request, AccountRecord record, String password) {
                bound.add(request.user()
                        + record.field(AccountRecord.DN).map(dn -> " as " + dn).orElse(""));
                return CompletableFuture.completedFuture(
                        directoryDown
                                ? new Verdict.Unavailable("directory is down")
                                : password.equals("secret") ? new Verdict.Right() : new Verdict.Wrong());
            }
        };
    }

    @Test
    void theDirectoryChecksWhatItsRecordsDoNotHold() {
        site.bind = Optional.of(directory(false));
        site.passwords.set("alice", AccountRecord.DN, "cn=alice");
        Authenticator door = site.open();
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(bound).as("asked once").containsExactly("alice as cn=alice");
        assertThat(login(door, "alice", "wrong")).isInstanceOf(Refused.class);
        assertThat(login(door, "alice", "")).isInstanceOf(Refused.class);
        assertThat(bound).hasSize(2);
        directoryDown = true;
        assertThat(login(door, "alice", "wrong")).isInstanceOf(Unavailable.class);
        assertThat(login(door, "alice", "secret")).as("remembered").isInstanceOf(Accepted.class);
        site.pass(Duration.ofSeconds(61));
        assertThat(login(door, "alice", "secret")).isInstanceOf(Unavailable.class);
    }

    @Test
    void aDnThatIsKnownNeedsNoRecord() {
        site.bind = Optional.of(directory(true));
        site.withPasswords = false;
        Authenticator door = site.open();
        assertThat(login(door, "alice", "secret")).isInstanceOf(Accepted.class);
        assertThat(login(door, "alice", "wrong")).isInstanceOf(Refused.class);
        assertThat(login(door, "alice", "")).isInstanceOf(Refused.class);
        assertThat(bound).containsExactly("alice", "alice");
    }
}
