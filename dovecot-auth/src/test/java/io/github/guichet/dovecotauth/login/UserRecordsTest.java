package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.BindCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserRecordsTest {

    private final LoginSite site = new LoginSite();

    @AfterEach
    void close() {
        site.close();
    }

    private static Map<String, String> found(AccountAnswer answer) {
        assertThat(answer).isInstanceOf(AccountAnswer.Found.class);
        return ((AccountAnswer.Found) answer).first().fields();
    }

    private static AccountAnswer user(Authenticator records, String name) {
        return records.user(name, Map.of("service", "lmtp")).join();
    }

    @Test
    void aUserHasDefaultsNumericIdsAndTheCanonicalName() {
        site.userDefaults = new AccountRecord(Map.of("gid", "root", "home", "/default"));
        site.users.set("alice@alias", "user", "alice@real", "uid", "1000", "home", "/srv", "system_user", "x");
        assertThat(found(user(site.open(), "Alice@Alias")))
                .isEqualTo(Map.of(
                        "user", "alice@real", "uid", "1000", "gid", "0", "home", "/srv", "system_groups_user", "x"));
    }

    @Test
    void unknownUnavailableAndUnusableAreThreeThings() {
        site.users.set("bad", "uid", "no-such-user-here").set("temp", "tempfail", "y");
        Authenticator records = site.open();
        assertThat(user(records, "nobody")).isEqualTo(AccountAnswer.NOT_FOUND);
        assertThat(user(records, "a b")).isEqualTo(AccountAnswer.NOT_FOUND);
        assertThat(user(records, "bad")).isInstanceOf(AccountAnswer.Unavailable.class);
        assertThat(user(records, "temp")).isInstanceOf(AccountAnswer.Unavailable.class);
        site.users.down = true;
        assertThat(user(records, "other")).isInstanceOf(AccountAnswer.Unavailable.class);
    }

    @Test
    void withoutAUserdbThePassdbKnowsWhoExists() {
        site.withUsers = false;
        site.userDefaults = new AccountRecord(Map.of("uid", "5000"));
        site.passwords.set("alice", "password", "secret", "userdb_home", "/srv/alice", "active", "0");
        Authenticator records = site.open();
        assertThat(found(user(records, "alice")))
                .isEqualTo(Map.of("user", "alice", "uid", "5000", "home", "/srv/alice"));
        assertThat(user(records, "nobody")).isEqualTo(AccountAnswer.NOT_FOUND);
        site.passwords.down = true;
        assertThat(user(records, "other")).isInstanceOf(AccountAnswer.Unavailable.class);
    }

    @Test
    void passShowsFieldsAndThePasswordOnlyToWhoChecksItHimself() {
        site.passwords
                .set("alice", "password", "{PLAIN}secret", "proxy", "y", "host", "10.0.0.1", "active", "1")
                .set("off", "password", "{PLAIN}secret", "active", "0", "host", "10.0.0.2");
        Authenticator records = site.open();
        assertThat(found(records.pass("alice", Map.of(), false).join()))
                .isEqualTo(Map.of("user", "alice", "proxy", "", "host", "10.0.0.1"));
        assertThat(found(records.pass("alice", Map.of(), true).join()))
                .isEqualTo(Map.of("user", "alice", "password", "{PLAIN}secret", "proxy", "y", "host", "10.0.0.1"));
        assertThat(found(records.pass("off", Map.of(), false).join())).containsEntry("host", "10.0.0.2");
        assertThat(records.pass("off", Map.of(), true).join())
                .as("Dovecot would let it in")
                .isEqualTo(AccountAnswer.NOT_FOUND);
        assertThat(records.pass("nobody", Map.of(), true).join()).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @Test
    void whereADirectoryChecksPasswordsPassShowsWhatEverybodyHas() {
        site.withPasswords = false;
        site.bind = Optional.of(new BindCheck() {
            @Override
            public boolean knowsDn() {
                return true;
            }

            @Override
            public CompletableFuture<Verdict> check(AccountRequest request, AccountRecord record, String password) {
                return CompletableFuture.completedFuture(new Verdict.Wrong());
            }
        });
        site.passwordDefaults = new AccountRecord(Map.of("proxy", "y", "host", "10.0.0.1"));
        site.users.set("alice", "home", "/srv/alice");
        Authenticator records = site.open();
        assertThat(found(records.pass("Alice", Map.of(), false).join()))
                .isEqualTo(Map.of("user", "alice", "proxy", "", "host", "10.0.0.1"));
        assertThat(records.pass("nobody", Map.of(), false).join()).isEqualTo(AccountAnswer.NOT_FOUND);
        assertThat(records.pass("alice", Map.of(), true).join())
                .as("there is no password to show")
                .isInstanceOf(AccountAnswer.Unavailable.class);
        site.users.down = true;
        assertThat(records.pass("other", Map.of(), false).join()).isInstanceOf(AccountAnswer.Unavailable.class);
    }

    @Test
    void theListIsTheSourcesOrSaysWhatIsMissing() {
        site.users.set("alice").set("bob");
        assertThat(site.open().users()).isEqualTo(new Keys.Listed(List.of("alice", "bob")));
        site.withList = false;
        assertThat(site.open().users()).isInstanceOf(Keys.Unlistable.class);
    }
}
