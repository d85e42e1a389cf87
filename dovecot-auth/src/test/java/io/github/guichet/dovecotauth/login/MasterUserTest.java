package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterUserTest {

    private final LoginSite site = new LoginSite("master_user", "auth_user", "orig_user", "login_user");

    @BeforeEach
    void accounts() {
        site.config = site.config.withMasters("*", MasterUsers.of(Map.of("admin", "{PLAIN}root")));
        site.passwords
                .set("alice", "password", "secret", "active", "0", "allow_nets", "10.0.0.0/8")
                .set("bob", "password", "bobs");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private LoginResult as(Authenticator door, String authorization, String user, String password) {
        return door.password(request("imap"), authorization, user, password).join();
    }

    @Test
    void aMasterUserComesInAsAnybodyWhateverTheStateOfTheAccount() {
        Authenticator door = site.open();
        for (LoginResult result :
                new LoginResult[] {login(door, "alice*admin", "root"), as(door, "alice", "admin", "root")}) {
            Accepted in = (Accepted) result;
            assertThat(in.user()).isEqualTo("alice");
            assertThat(in.fields().fields()).isEqualTo(Map.of("original_user", "admin", "auth_user", "admin"));
        }
        assertThat(site.passwords.asked.get(0).user()).isEqualTo("alice");
        assertThat(site.passwords.asked.get(0).facts())
                .containsEntry("master_user", "admin")
                .containsEntry("auth_user", "admin")
                .containsEntry("orig_user", "admin")
                .doesNotContainKey("login_user");
        assertThat(site.lines)
                .contains("info auth ok: service=imap mech=PLAIN user=<alice> rip=203.0.113.7 master=<admin>");
    }

    @Test
    void aWrongMasterPasswordAnUnknownTargetAndAMissingOneLetNobodyIn() {
        Authenticator door = site.open();
        assertThat(((Refused) login(door, "alice*admin", "x")).reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(((Refused) login(door, "nobody*admin", "root")).reason()).isEqualTo(Reason.AUTHORIZATION);
        assertThat(((Refused) login(door, "*admin", "root")).reason()).isEqualTo(Reason.CREDENTIALS);
        site.passwords.down = true;
        assertThat(login(door, "carol*admin", "root")).isInstanceOf(Unavailable.class);
    }

    @Test
    void anOrdinaryUserActsAsNobodyElseAndOnlyLearnsThatWithHisPassword() {
        Authenticator door = site.open();
        assertThat(((Refused) as(door, "alice", "bob", "bobs")).reason()).isEqualTo(Reason.AUTHORIZATION);
        assertThat(((Refused) as(door, "alice", "bob", "x")).reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(as(door, "bob", "bob", "bobs")).isInstanceOf(Accepted.class);
        assertThat(as(door, "BOB", "bob", "bobs")).as("the same after folding").isInstanceOf(Accepted.class);
    }

    @Test
    void withoutMasterUsersNobodyActsAsAnother() {
        site.config = LoginConfig.DEFAULT;
        Authenticator door = site.open();
        assertThat(((Refused) as(door, "alice", "bob", "bobs")).reason()).isEqualTo(Reason.AUTHORIZATION);
        assertThat(login(door, "alice*bob", "bobs")).isInstanceOf(Refused.class);
    }

    @Test
    void aProvenMasterUserNeedsNoPassword() {
        Authenticator door = site.open();
        assertThat(((Accepted) door.proven(request("imap"), "alice", "admin").join()).user())
                .isEqualTo("alice");
        assertThat(((Refused) door.proven(request("imap"), "alice", "bob").join()).reason())
                .isEqualTo(Reason.AUTHORIZATION);
    }

    @Test
    void theFieldLoginUserMakesAUserAMasterUser() {
        site.passwords.set("carol", "password", "c", "login_user", "bob");
        Accepted in = (Accepted) login(site.open(), "carol", "c");
        assertThat(in.user()).isEqualTo("bob");
        assertThat(in.fields().fields()).containsEntry("auth_user", "carol");
    }
}
