package io.github.guichet.dovecotauth.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.dovecotauth.scheme.ScramSecret;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 5802, section 5, and RFC 7677, section 3, and what departs from them. */
class ScramServerMechanismTest {

    private static final String FIRST_1 = "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL";
    private static final String SERVER_1 = "3rfcNHYJY1ZVvWVs7j";
    private static final String NONCE_1 = "fyko+d2lbbFgONRv9qkxdawL" + SERVER_1;
    private static final String FINAL_1 = "c=biws,r=" + NONCE_1 + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
    private static final String SERVER_256 = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private final FakeLogin login = new FakeLogin();

    private static ScramSecret secret(ScramHash hash, String salt, int iterations) {
        ScramMechanism functions = hash == ScramHash.SHA_1 ? ScramMechanism.SCRAM_SHA_1 : ScramMechanism.SCRAM_SHA_256;
        byte[] saltBytes = Base64.getDecoder().decode(salt);
        byte[] salted = ScramFunctions.saltedPassword(
                functions, StringPreparation.NO_PREPARATION, "pencil".toCharArray(), saltBytes, iterations);
        byte[] stored = ScramFunctions.storedKey(functions, ScramFunctions.clientKey(functions, salted));
        return new ScramSecret(hash, iterations, saltBytes, stored, ScramFunctions.serverKey(functions, salted));
    }

    private Talk sha1() {
        login.scram = new ScramCredentials.Known(secret(ScramHash.SHA_1, "QSXCR+Q6sek8bf92", 4096));
        return new Talk(new ScramServerMechanism(ScramHash.SHA_1, () -> SERVER_1)
                .begin(FakeLogin.request("SCRAM-SHA-1"), login));
    }

    @Test
    void doesTheExampleOfRfc5802() {
        Talk client = sha1();

        assertThat(Talk.challenge(client.say(FIRST_1))).isEqualTo("r=" + NONCE_1 + ",s=QSXCR+Q6sek8bf92,i=4096");
        SaslStep end = client.say(FINAL_1);

        assertThat(Talk.result(end)).isInstanceOf(Accepted.class);
        assertThat(Talk.additional(end)).isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        assertThat(login.asked).containsExactly("scram user", "proven |user");
    }

    @Test
    void doesTheExampleOfRfc7677() {
        login.scram = new ScramCredentials.Known(secret(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ==", 4096));
        Talk client = new Talk(new ScramServerMechanism(ScramHash.SHA_256, () -> SERVER_256)
                .begin(FakeLogin.request("SCRAM-SHA-256"), login));

        assertThat(Talk.challenge(client.sayNothing())).isEmpty();
        assertThat(Talk.challenge(client.say("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")))
                .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        SaslStep end = client.say("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        assertThat(Talk.result(end)).isInstanceOf(Accepted.class);
        assertThat(Talk.additional(end)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void refusesAWrongProofWithoutASignature() {
        Talk client = sha1();
        client.say(FIRST_1);

        SaslStep end = client.say(FINAL_1.replace("p=v0X8", "p=v1X8"));

        assertThat(Talk.result(end)).isInstanceOf(Refused.class);
        assertThat(Talk.additional(end)).isEmpty();
        assertThat(login.asked).containsExactly("scram user", "refuse user|SCRAM-SHA-1: wrong proof");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=" + NONCE_1,
                "c=biws,r=" + NONCE_1 + ",p=",
                "c=biws,r=" + NONCE_1 + ",p=AAAA",
                "c=biws,r=" + NONCE_1 + ",p=*",
                "c=biws,r=" + NONCE_1 + "x,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "c=eSws,r=" + NONCE_1 + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "c=biws,r=" + NONCE_1 + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=,x=y",
                "r=" + NONCE_1 + ",c=biws,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
            })
    void refusesAFinalMessageThatDoesNotFit(String last) {
        Talk client = sha1();
        client.say(FIRST_1);

        assertThat(Talk.result(client.say(last))).isInstanceOf(Refused.class);
        assertThat(login.asked).hasSize(2).element(1).asString().startsWith("refuse user|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=user",
                "n,,r=abc,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=a b",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,m=x,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "n,b=x,n=user,r=abc",
                "x,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "p=tls-exporter,,n=user,r=abc"
            })
    void refusesAFirstMessageThatDoesNotFit(String first) {
        assertThat(Talk.result(sha1().say(first))).isInstanceOf(Refused.class);
        assertThat(login.asked).hasSize(1).element(0).asString().startsWith("refuse ");
    }

    @Test
    void takesAClientThatCouldBindTheChannel() {
        Talk client = sha1();

        assertThat(Talk.challenge(client.say("y,,n=user,r=abc"))).startsWith("r=abc");
    }

    @Test
    void decodesNames() {
        Talk client = sha1();

        client.say("n,a=b=3Dc,n=u=2Cs=3Der,r=abc,x=ignored");

        assertThat(login.asked).containsExactly("scram u,s=er");
    }

    @Test
    void saysWhomToActAs() {
        Talk client = sha1();
        String first = "n,a=alice,n=user,r=abc";
        String server = Talk.challenge(client.say(first));
        String header =
                Base64.getEncoder().encodeToString("n,a=alice,".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String without = "c=" + header + ",r=abc" + SERVER_1;
        String signed = "n=user,r=abc," + server + "," + without;
        ScramMechanism functions = ScramMechanism.SCRAM_SHA_1;
        byte[] salted = ScramFunctions.saltedPassword(
                functions,
                StringPreparation.NO_PREPARATION,
                "pencil".toCharArray(),
                Base64.getDecoder().decode("QSXCR+Q6sek8bf92"),
                4096);
        byte[] key = ScramFunctions.clientKey(functions, salted);
        byte[] signature = ScramFunctions.clientSignature(functions, ScramFunctions.storedKey(functions, key), signed);
        String proof = Base64.getEncoder().encodeToString(ScramFunctions.clientProof(key, signature));

        assertThat(Talk.result(client.say(without + ",p=" + proof))).isInstanceOf(Accepted.class);
        assertThat(login.asked).containsExactly("scram user", "proven alice|user");
    }

    @Test
    void isUnavailableWhenNobodyKnowsTheCredentials() {
        Talk client =
                new Talk(new ScramServerMechanism(ScramHash.SHA_1).begin(FakeLogin.request("SCRAM-SHA-1"), login));

        assertThat(Talk.result(client.say(FIRST_1))).isEqualTo(new Unavailable("user", "not in this test"));
        assertThat(login.asked).containsExactly("scram user");
    }

    @Test
    void sendsNoSignatureWhenTheAccountIsRefused() {
        login.proven = FakeLogin.refused("user");
        Talk client = sha1();
        client.say(FIRST_1);

        SaslStep end = client.say(FINAL_1);

        assertThat(Talk.result(end)).isInstanceOf(Refused.class);
        assertThat(Talk.additional(end)).isEmpty();
    }

    @Test
    void usesAnotherNonceEachTime() {
        login.scram = new ScramCredentials.Known(secret(ScramHash.SHA_1, "QSXCR+Q6sek8bf92", 4096));
        ScramServerMechanism mechanism = new ScramServerMechanism(ScramHash.SHA_1);

        String one = Talk.challenge(new Talk(mechanism.begin(FakeLogin.request("SCRAM-SHA-1"), login)).say(FIRST_1));
        String two = Talk.challenge(new Talk(mechanism.begin(FakeLogin.request("SCRAM-SHA-1"), login)).say(FIRST_1));

        assertThat(one).isNotEqualTo(two).matches("r=fyko\\+d2lbbFgONRv9qkxdawL[!-+\\--~]{24},s=.*");
    }
}
