package io.github.guichet.dovecotauth.login;

import static io.github.guichet.dovecotauth.login.LoginSite.login;
import static io.github.guichet.dovecotauth.login.LoginSite.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    private final LoginSite site = new LoginSite();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "active=0           | imap | DISABLED    | Account is disabled | account inactive | DISABLED",
                "domain_active=f    | imap | DISABLED    | Account is disabled | account inactive | DISABLED",
                "password_expiry=2026-11-21 11:59:59 | imap | EXPIRED | Password expired | password expired | DISABLED",
                "imap_active=0      | imap | CREDENTIALS | ''                  | wrong service    | FAILED",
                "smtp_active=0      | smtp | CREDENTIALS | ''                  | wrong service    | FAILED",
                "fail=y             | imap | CREDENTIALS | ''                  | the record says fail | FAILED",
                "allow_nets=192.0.2.0/24 | imap | CREDENTIALS | ''             | not from this network | FAILED",
            })
    void onlyWhoKnowsThePasswordLearnsWhyHeMayNot(
            String field, String service, Reason reason, String text, String why, String counted) {
        String[] parts = field.strip().split("=", 2);
        site.passwords.set("alice", "password", "secret", parts[0], parts[1]);
        Authenticator door = site.open();
        Refused right = (Refused) login(door, request(service), "alice", "secret");
        assertThat(right.reason()).isEqualTo(reason);
        assertThat(right.text()).isEqualTo(text);
        assertThat(right.delay().isZero()).isEqualTo(reason != Reason.CREDENTIALS);
        assertThat(site.lines)
                .containsExactly("info auth failed: service=" + service
                        + " mech=PLAIN user=<alice> rip=203.0.113.7 reason=" + why);
        assertThat(site.results).containsExactly(counted);

        Refused wrong = (Refused) login(door, request(service), "alice", "wrong");
        assertThat(wrong.reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(wrong.text()).isEmpty();
    }

    @Test
    void anotherServiceIsNotConcernedAndDovecotsOwnFilesHaveNoStates() {
        site.passwords.set("alice", "password", "secret", "imap_active", "0", "pop3_active", "1");
        assertThat(login(site.open(), request("pop3"), "alice", "secret")).isInstanceOf(Accepted.class);
        site.states = false;
        Accepted in = (Accepted) login(site.open(), request("imap"), "alice", "secret");
        assertThat(in.fields().fields()).isEqualTo(Map.of("imap_active", "0", "pop3_active", "1"));
    }

    @Test
    void theTextForADisabledAccountMayComeFromItsRecord() {
        site.passwords.set("alice", "password", "secret", "active", "0", "reason", "Pay first");
        assertThat(((Refused) login(site.open(), "alice", "secret")).text()).isEqualTo("Pay first");
    }

    @ParameterizedTest
    @CsvSource({
        "user, alice@real.example, alice@real.example",
        "username, bob, bob@alias.example",
        "username, bob@else.example, bob@else.example",
        "domain, real.example, alice@real.example",
    })
    void theRecordSaysTheCanonicalName(String field, String value, String expected) {
        site.passwords.set("alice@alias.example", "password", "secret", field, value);
        Accepted in = (Accepted) login(site.open(), "alice@alias.example", "secret");
        assertThat(in.user()).isEqualTo(expected);
        assertThat(in.fields().fields()).isEqualTo(Map.of("original_user", "alice@alias.example"));
    }

    @Test
    void aDomainIsAddedToANameWithoutOneAndAnEmptyNameIsAnErrorInTheRecord() {
        site.passwords
                .set("alice", "password", "secret", "domain", "example.org")
                .set("bob", "password", "secret", "user", "");
        Authenticator door = site.open();
        assertThat(((Accepted) login(door, "alice", "secret")).user()).isEqualTo("alice@example.org");
        assertThat(login(door, "bob", "secret")).isInstanceOf(Unavailable.class);
    }

    @Test
    void nologinAndItsReasonArePassedOn() {
        site.passwords.set("alice", "password", "secret", "nologin", "Y", "reason", "moved");
        assertThat(((Accepted) login(site.open(), "alice", "secret")).fields().fields())
                .isEqualTo(Map.of("nologin", "", "reason", "moved"));
    }

    @Test
    void aProxyGetsThePasswordAndTheAddressOfANamedHost() {
        site.passwords.set("alice", "password", "secret", "proxy", "y", "host", "localhost", "port", "143");
        Accepted in = (Accepted) login(site.open(), "alice", "secret");
        assertThat(in.fields().fields())
                .isEqualTo(Map.of(
                        "proxy", "", "host", "localhost", "hostip", "127.0.0.1", "port", "143", "pass", "secret"));
    }

    @Test
    void anSmtpServerProxiesNothingAndGetsNoPassword() {
        site.passwords.set("alice", "password", "secret", "proxy", "y", "host", "no.such.host.invalid");
        Accepted in = (Accepted) login(site.open(), request("smtp"), "alice", "secret");
        assertThat(in.fields().fields()).doesNotContainKey("pass");
    }

    @Test
    void aHostThatCannotBeResolvedIsNoRefusal() {
        site.passwords.set("alice", "password", "secret", "proxy", "y", "host", "no.such.host.invalid");
        assertThat(login(site.open(), "alice", "secret")).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, false", "10.0.0.2, true"})
    void proxyMaybeProxiesToOthersOnly(String host, boolean proxied) {
        site.passwords.set("alice", "password", "secret", "proxy_maybe", "y", "host", host);
        Accepted in = (Accepted) login(site.open(), request("imap", "lip", "10.0.0.1"), "alice", "secret");
        assertThat(in.fields().has("proxy")).isEqualTo(proxied);
        assertThat(in.fields().has("host")).isEqualTo(proxied);
        assertThat(in.fields().has("proxy_maybe")).isFalse();
    }

    @Test
    void importedProtectedAndRemovedFieldsAreReadAsDovecotReadsThem() {
        site.passwords.set(
                "alice",
                "password",
                "secret",
                "a",
                "1",
                "a:protected",
                "2",
                "b:protected",
                "3",
                "c",
                "4",
                "c:remove",
                "",
                "passdb_import",
                "d=5\te",
                "userdb_userdb_import",
                "home=/h\tmail=maildir:~");
        Accepted in = (Accepted) login(site.open(), "alice", "secret");
        assertThat(in.fields().fields()).isEqualTo(Map.of("a", "1", "b", "3", "d", "5", "e", ""));
        assertThat(in.prefetched().fields()).isEqualTo(Map.of("home", "/h", "mail", "maildir:~"));
    }

    @Test
    void prefetchedFieldsGetTheUserDefaultsAndNumericIds() {
        site.userDefaults = new io.github.guichet.lookup.account.AccountRecord(Map.of("gid", "8", "home", "/none"));
        site.passwords
                .set("alice", "password", "secret", "userdb_uid", "root", "userdb_home", "/srv")
                .set("bob", "password", "secret", "userdb_uid", "no-such-user-here");
        Authenticator door = site.open();
        assertThat(((Accepted) login(door, "alice", "secret")).prefetched().fields())
                .isEqualTo(Map.of("uid", "0", "home", "/srv", "gid", "8"));
        assertThat(login(door, "bob", "secret")).isInstanceOf(Unavailable.class);
    }

    @Test
    void delayUntilHoldsTheAnswerAndIsAnErrorTooFarAhead() {
        long now = site.now.getEpochSecond();
        site.passwords
                .set("soon", "password", "x", "delay_until", Long.toString(now + 200))
                .set("past", "password", "x", "delay_until", Long.toString(now - 1))
                .set("far", "password", "x", "delay_until", Long.toString(now + 301))
                .set("bad", "password", "x", "delay_until", "tomorrow");
        Authenticator door = site.open();
        CompletableFuture<LoginResult> soon = door.password(request("imap"), "", "soon", "x");
        assertThat(soon).isNotDone();
        assertThat(login(door, "past", "x")).isInstanceOf(Accepted.class);
        assertThat(login(door, "far", "x")).isInstanceOf(Refused.class);
        assertThat(login(door, "bad", "x")).isInstanceOf(Refused.class);
    }
}
