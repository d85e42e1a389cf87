package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.dovecotauth.scheme.ScramSecret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProofTest {

    private static final LoginRequest SCRAM =
            new LoginRequest("SCRAM-SHA-256", request("imap").facts());

    private final LoginSite site = new LoginSite();

    @AfterEach
    void close() {
        site.close();
    }

    private static ScramCredentials credentials(Authenticator door, String user) {
        return door.scram(SCRAM, user, ScramHash.SHA_256)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static ScramSecret secret(Authenticator door, String user) {
        return ((ScramCredentials.Known) credentials(door, user)).secret();
    }

    @Test
    void storedAndDerivedSecretsServe() {
        site.passwords
                .set("stored", "password", site.hash("SCRAM-SHA-256", "secret"))
                .set("plain", "password", "{PLAIN}secret");
        Authenticator door = site.open();
        assertThat(secret(door, "stored").storedKey()).hasSize(32);
        assertThat(secret(door, "plain").salt())
                .as("the same salt each time, or the salt tells who exists")
                .isEqualTo(secret(door, "plain").salt());
    }

    @Test
    void whoDoesNotExistLooksLikeWhoDoes() {
        site.passwords
                .set("alice", "password", site.hash("SCRAM-SHA-256", "secret"))
                .set("crypt", "password", site.hash(LoginSite.SLOW, "secret"))
                .set("any", "nopassword", "y");
        Authenticator door = site.open();
        ScramSecret real = secret(door, "alice");
        for (String name : new String[] {"nobody", "crypt", "any", "a b"}) {
            ScramSecret madeUp = secret(door, name);
            assertThat(madeUp.iterations()).isEqualTo(real.iterations());
            assertThat(madeUp.salt())
                    .hasSameSizeAs(real.salt())
                    .isEqualTo(secret(door, name).salt());
            assertThat(madeUp.storedKey()).isEqualTo(secret(door, name).storedKey());
        }
        assertThat(secret(door, "nobody").salt())
                .isNotEqualTo(secret(door, "somebody").salt());
        assertThat(site.results).as("the attempt is not over").isEmpty();
    }

    @Test
    void theSaltOfAPlainPasswordTellsNothingAfterHoursOrAChangeEither() {
        Authenticator door = site.open();
        byte[] before = secret(door, "alice").salt();
        site.pass(Duration.ofMinutes(5));
        site.passwords.set("alice", "password", "{PLAIN}secret");
        assertThat(secret(door, "alice").salt()).as("came into being").isEqualTo(before);
        site.pass(Duration.ofHours(3));
        assertThat(secret(door, "alice").salt()).isEqualTo(before);
        site.passwords.set("alice", "password", "{PLAIN}new");
        site.pass(Duration.ofMinutes(5));
        assertThat(secret(door, "alice").salt()).isEqualTo(before);
    }

    @Test
    void aSourceThatIsDownMakesNothingUpAndIsCounted() {
        site.passwords.down = true;
        assertThat(credentials(site.open(), "alice")).isInstanceOf(ScramCredentials.Unavailable.class);
        assertThat(site.results).containsExactly("UNAVAILABLE");
    }

    @Test
    void aProvenUserStillNeedsAnAccountThatIsOpen() {
        site.passwords.set("alice", "password", "x", "userdb_home", "/h").set("off", "password", "x", "active", "0");
        Authenticator door = site.open();
        Accepted in = (Accepted) door.proven(SCRAM, "", "alice").join();
        assertThat(in.prefetched().fields()).isEqualTo(Map.of("home", "/h"));
        assertThat(door.proven(SCRAM, "", "off").join()).isInstanceOf(Refused.class);
        assertThat(door.proven(SCRAM, "", "nobody").join()).isInstanceOf(Refused.class);
        site.passwords.down = true;
        assertThat(door.proven(SCRAM, "", "other").join()).isInstanceOf(Unavailable.class);
        assertThat(site.results).containsExactly("OK", "DISABLED", "FAILED", "UNAVAILABLE");
    }

    @Test
    void theRecordOfAProofIsTheOneWithThePasswordForIt() {
        site.passwords
                .set("alice", "password", site.hash(LoginSite.SLOW, "a"), "x", "1")
                .add("alice", "password", site.hash("SCRAM-SHA-256", "b"), "x", "2");
        Accepted in = (Accepted) site.open().proven(SCRAM, "", "alice").join();
        assertThat(in.fields().field("x")).contains("2");
    }

    @Test
    void aProofAgainstACachedRecordIsWrongOnlyIfTheSourceSaysTheSame() {
        site.passwords.set("alice", "password", "{PLAIN}old");
        Authenticator door = site.open();
        assertThat(secret(door, "alice").storedKey()).hasSize(32);
        assertThat(door.refuse(SCRAM, "alice", "wrong proof").join()).isInstanceOf(Refused.class);
        site.passwords.set("alice", "password", "{PLAIN}new");
        assertThat(door.refuse(SCRAM, "alice", "wrong proof").join()).isInstanceOf(Unavailable.class);
        assertThat(door.refuse(SCRAM, "alice", "wrong proof").join()).isInstanceOf(Refused.class);
        site.passwords.down = true;
        assertThat(door.refuse(SCRAM, "alice", "wrong proof").join()).isInstanceOf(Unavailable.class);
        assertThat(site.results).containsExactly("FAILED", "UNAVAILABLE", "FAILED", "UNAVAILABLE");
    }

    @Test
    void aRefusalWithoutANameIsLoggedToo() {
        assertThat(site.open().refuse(request("imap"), "", "malformed").join()).isInstanceOf(Refused.class);
        assertThat(site.lines)
                .containsExactly("info auth failed: service=imap mech=PLAIN user=<> rip=203.0.113.7 reason=malformed");
    }
}
