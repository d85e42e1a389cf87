package io.github.guichet.dovecotauth.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.lookup.account.AccountRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordMechanismsTest {

    private final FakeLogin login = new FakeLogin();

    private Talk plain() {
        return new Talk(new PlainMechanism().begin(FakeLogin.request("PLAIN"), login));
    }

    private Talk login() {
        return new Talk(new LoginMechanism().begin(FakeLogin.request("LOGIN"), login));
    }

    @Test
    void plainChecksNameAndPassword() {
        assertThat(Talk.result(plain().say("\0tim\0good"))).isInstanceOf(Accepted.class);
        assertThat(Talk.result(plain().say("\0tim\0bad"))).isInstanceOf(Refused.class);

        assertThat(login.asked).containsExactly("password |tim|good", "password |tim|bad");
    }

    @Test
    void plainHandsOnWhomToActAsUnlessItIsTheSame() {
        plain().say("alice\0master\0good");
        plain().say("tim\0tim\0good");

        assertThat(login.asked).containsExactly("password alice|master|good", "password |tim|good");
    }

    @Test
    void plainAsksWithNothingForAMissingInitialResponse() {
        Talk client = plain();

        assertThat(Talk.challenge(client.sayNothing())).isEmpty();
        assertThat(Talk.result(client.say("\0tim\0good"))).isInstanceOf(Accepted.class);
    }

    @Test
    void plainKeepsNamesAndPasswordsOutsideOfAscii() {
        plain().say("\0jörg@müller.example\0пароль ☃");

        assertThat(login.asked).containsExactly("password |jörg@müller.example|пароль ☃");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\0", "tim", "\0tim", "tim\0good", "\0\0good", "\0tim\0", "\0tim\0good\0", "a\0b\0c\0d"})
    void plainRefusesWhatHasNotNameAndPassword(String message) {
        assertThat(Talk.result(plain().say(message))).isInstanceOf(Refused.class);

        assertThat(login.asked).hasSize(1).allMatch(a -> a.startsWith("refuse "));
    }

    @Test
    void plainRefusesWhatIsNotUtf8OrTooLong() {
        assertThat(Talk.result(plain().bytes(new byte[] {0, 'a', 0, (byte) 0xff})))
                .isInstanceOf(Refused.class);
        assertThat(Talk.result(plain().say("\0tim\0" + "x".repeat(8 * 1024)))).isInstanceOf(Refused.class);

        assertThat(login.asked).hasSize(2).allMatch(a -> a.startsWith("refuse "));
    }

    @Test
    void loginAsksForNameAndPassword() {
        Talk client = login();

        assertThat(Talk.challenge(client.sayNothing())).isEqualTo("Username:");
        assertThat(Talk.challenge(client.say("tim"))).isEqualTo("Password:");
        assertThat(Talk.result(client.say("good"))).isInstanceOf(Accepted.class);
        assertThat(login.asked).containsExactly("password |tim|good");
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        Talk client = login();

        assertThat(Talk.challenge(client.say("tim"))).isEqualTo("Password:");
        assertThat(Talk.result(client.say("bad"))).isInstanceOf(Refused.class);
        assertThat(login.asked).containsExactly("password |tim|bad");
    }

    @Test
    void loginAsksForTheNameAfterAnEmptyInitialResponse() {
        Talk client = login();

        assertThat(Talk.challenge(client.say(""))).isEqualTo("Username:");
        assertThat(Talk.challenge(client.say("tim"))).isEqualTo("Password:");
    }

    @Test
    void loginRefusesAnEmptyNameOrPassword() {
        Talk noName = login();
        noName.sayNothing();
        assertThat(Talk.result(noName.say(""))).isInstanceOf(Refused.class);
        Talk noPassword = login();
        noPassword.say("tim");
        assertThat(Talk.result(noPassword.say(""))).isInstanceOf(Refused.class);
        assertThat(Talk.result(login().say("t\0im"))).isInstanceOf(Refused.class);

        assertThat(login.asked).hasSize(3).allMatch(a -> a.startsWith("refuse "));
    }

    @Test
    void givesAProxyThePasswordOfTheClientUnlessThereIsAnother() {
        login.fields = new AccountRecord(Map.of("proxy", "", "host", "192.0.2.1"));
        Accepted proxied = (Accepted) Talk.result(plain().say("\0tim\0good"));
        assertThat(proxied.fields().field("pass")).contains("good");

        login.fields = new AccountRecord(Map.of("proxy", "", "pass", "other"));
        Accepted own = (Accepted) Talk.result(plain().say("\0tim\0good"));
        assertThat(own.fields().field("pass")).contains("other");

        login.fields = AccountRecord.EMPTY;
        Accepted local = (Accepted) Talk.result(plain().say("\0tim\0good"));
        assertThat(local.fields().has("pass")).isFalse();
    }
}
