package io.github.guichet.dovecotauth.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalAndOAuthTest {

    private final FakeLogin login = new FakeLogin();
    private final TokenCheck tokens = token -> CompletableFuture.completedFuture(
            switch (token) {
                case "good" -> new Verdict.Valid("user");
                case "narrow" -> new Verdict.Invalid("insufficient_scope", "no scope");
                case "down" -> new Verdict.Unavailable("no keys");
                default -> new Verdict.Invalid("invalid_token", "token expired");
            });
    private final SaslMechanisms mechanisms = new SaslMechanisms(
            Optional.of(tokens), new OAuthHints("mail", Optional.of("https://id.example/.well-known/openid")));

    private Talk talk(String mechanism, String... facts) {
        return new Talk(mechanisms.mechanism(mechanism).begin(FakeLogin.request(mechanism, facts), login));
    }

    @Test
    void externalTakesTheUserOfTheCertificate() {
        Talk client = talk("EXTERNAL", "cert", "valid", "cert_username", "user");

        assertThat(Talk.challenge(client.sayNothing())).isEmpty();
        assertThat(Talk.result(client.say(""))).isInstanceOf(Accepted.class);
        talk("EXTERNAL", "cert", "valid", "cert_username", "user").say("alice");
        talk("EXTERNAL", "cert", "valid", "cert_username", "user").say("user");

        assertThat(login.asked).containsExactly("proven |user", "proven alice|user", "proven |user");
    }

    @Test
    void externalRefusesWithoutAValidCertificate() {
        assertThat(Talk.result(talk("EXTERNAL").say("user"))).isInstanceOf(Refused.class);
        assertThat(Talk.result(talk("EXTERNAL", "cert_username", "user").say("")))
                .isInstanceOf(Refused.class);
        assertThat(Talk.result(talk("EXTERNAL", "cert", "valid").say("user"))).isInstanceOf(Refused.class);

        assertThat(login.asked).hasSize(3).allMatch(a -> a.startsWith("refuse "));
    }

    @Test
    void takesATokenInBothForms() {
        assertThat(Talk.result(talk("XOAUTH2").say("user=user\1auth=Bearer good\1\1")))
                .isInstanceOf(Accepted.class);
        assertThat(Talk.result(talk("OAUTHBEARER").say("n,a=user,\1host=x\1port=143\1auth=bearer good\1\1")))
                .isInstanceOf(Accepted.class);
        assertThat(Talk.result(talk("OAUTHBEARER").say("n,,\1auth=Bearer good\1\1")))
                .isInstanceOf(Accepted.class);

        assertThat(login.asked).containsExactly("proven |user", "proven |user", "proven |user");
    }

    @Test
    void asksForTheTokenWhenThereIsNoInitialResponse() {
        Talk client = talk("XOAUTH2");

        assertThat(Talk.challenge(client.sayNothing())).isEmpty();
        assertThat(Talk.result(client.say("user=user\1auth=Bearer good\1\1"))).isInstanceOf(Accepted.class);
    }

    @Test
    void letsTheTokensUserAskForAnother() {
        talk("XOAUTH2").say("user=alice\1auth=Bearer good\1\1");

        assertThat(login.asked).containsExactly("proven alice|user");
    }

    @Test
    void saysWhyATokenIsRefusedAndThenFails() {
        Talk bearer = talk("OAUTHBEARER");
        assertThat(Talk.challenge(bearer.say("n,a=user,\1auth=Bearer old\1\1")))
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"mail\","
                        + "\"openid-configuration\":\"https://id.example/.well-known/openid\"}");
        assertThat(Talk.result(bearer.say("\1"))).isInstanceOf(Refused.class);

        Talk google = talk("XOAUTH2");
        assertThat(Talk.challenge(google.say("user=user\1auth=Bearer narrow\1\1")))
                .startsWith("{\"status\":\"403\",\"schemes\":\"bearer\",\"scope\":\"mail\"");
        assertThat(Talk.result(google.say(""))).isInstanceOf(Refused.class);

        assertThat(login.asked)
                .containsExactly("refuse user|OAUTHBEARER: token expired", "refuse user|XOAUTH2: no scope");
    }

    @Test
    void saysThatATokenDoesNotSufficeForADisabledUser() {
        login.proven = new LoginResult.Refused("user", LoginResult.Reason.DISABLED, "", Duration.ZERO);
        Talk client = talk("OAUTHBEARER");

        assertThat(Talk.challenge(client.say("n,a=user,\1auth=Bearer good\1\1")))
                .contains("insufficient_scope");
        assertThat(Talk.result(client.say("\1"))).isEqualTo(login.proven);
        assertThat(login.asked).containsExactly("proven |user");
    }

    @Test
    void isUnavailableWhenNobodyCanCheckTheToken() {
        assertThat(Talk.result(talk("XOAUTH2").say("user=user\1auth=Bearer down\1\1")))
                .isEqualTo(new Unavailable("user", "no keys"));
        assertThat(login.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user=user",
                "user=user\1\1",
                "auth=Bearer good\1\1",
                "user=user\1auth=Basic good\1\1",
                "user=user\1auth=Bearer \1\1",
                "user=user\1auth=Bearer go od\1\1",
                "user=user\1auth=Bearer good\1"
            })
    void refusesWhatIsNoXoauth2(String message) {
        Talk client = talk("XOAUTH2");

        assertThat(Talk.challenge(client.say(message))).contains("\"status\":\"400\"");
        assertThat(Talk.result(client.say(""))).isInstanceOf(Refused.class);
        assertThat(login.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\1",
                "n,a=user,",
                "n,a=user,\1\1",
                "n,a=user,auth=Bearer good\1\1",
                "p=tls-unique,a=user,\1auth=Bearer good\1\1",
                "n,a=us=er,\1auth=Bearer good\1\1",
                "n,a=user,\1auth=Bearer good\1"
            })
    void refusesWhatIsNoOauthbearer(String message) {
        Talk client = talk("OAUTHBEARER");

        assertThat(Talk.challenge(client.say(message))).contains("\"status\":\"invalid_request\"");
        assertThat(Talk.result(client.say("\1"))).isInstanceOf(Refused.class);
        assertThat(login.asked).hasSize(1);
    }

    @Test
    void takesATokenOfTwelveKilobytesAndNoLongerOne() {
        String longest = "a".repeat(12 * 1024 - "user=user\1auth=Bearer \1\1".length());
        Talk.challenge(talk("XOAUTH2").say("user=user\1auth=Bearer " + longest + "\1\1"));
        Talk.challenge(talk("XOAUTH2").say("user=user\1auth=Bearer " + longest + "a\1\1"));

        assertThat(login.asked)
                .containsExactly("refuse user|XOAUTH2: token expired", "refuse |XOAUTH2: message is not understood");
    }

    @Test
    void givesAProxyTheToken() {
        login.proven =
                new Accepted("user", new AccountRecord(Map.of("proxy", "", "host", "192.0.2.1")), AccountRecord.EMPTY);

        Accepted accepted = (Accepted) Talk.result(talk("XOAUTH2").say("user=user\1auth=Bearer good\1\1"));

        assertThat(accepted.fields().field("pass")).contains("good");
    }

    @Test
    void makesMechanismsByName() {
        List<SaslMechanism> all = mechanisms.mechanisms(SaslMechanisms.NAMES);

        assertThat(all).extracting(SaslMechanism::name).isEqualTo(SaslMechanisms.NAMES);
        assertThat(all.stream().filter(SaslMechanism::plaintext))
                .extracting(SaslMechanism::name)
                .containsExactly("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER");
        assertThat(mechanisms.mechanism("scram-sha-256").name()).isEqualTo("SCRAM-SHA-256");
        assertThatThrownBy(() -> mechanisms.mechanism("CRAM-MD5")).isInstanceOf(IllegalArgumentException.class);
        SaslMechanisms without = new SaslMechanisms(Optional.empty(), OAuthHints.NONE);
        assertThatThrownBy(() -> without.mechanism("XOAUTH2")).hasMessageContaining("needs keys");
        assertThat(SaslMechanisms.needsTokens("xoauth2")).isTrue();
        assertThat(SaslMechanisms.needsTokens("PLAIN")).isFalse();
    }
}
