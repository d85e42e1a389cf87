package io.github.guichet.dovecotauth.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.dovecotauth.scheme.ScramSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every mechanism, whatever a client says. */
class SaslProperties {

    /** No mechanism asks more often than this. */
    private static final int MOST_STEPS = 4;

    private static final SaslMechanisms MECHANISMS = new SaslMechanisms(
            Optional.of(
                    token -> CompletableFuture.completedFuture(new Verdict.Invalid("invalid_token", "none is good"))),
            OAuthHints.NONE);

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(SaslMechanisms.NAMES);
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        Arbitrary<byte[]> garbage = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<byte[]> near = Arbitraries.of(
                        "n,",
                        "y,",
                        "p=x,",
                        "a=u",
                        ",",
                        "n=u",
                        "=2C",
                        "r=abc",
                        "c=biws",
                        "p=AAAA",
                        "v=",
                        "\0",
                        "u",
                        "\1",
                        "user=u",
                        "auth=Bearer ",
                        "t.t.t",
                        "=",
                        "")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(1, garbage), Tuple.of(3, near))
                .list()
                .ofSize(MOST_STEPS);
    }

    @Property(tries = 3000)
    void endsSoonAndInOneQuestion(
            @ForAll("names") String name, @ForAll("messages") List<byte[]> messages, @ForAll boolean initialResponse) {
        FakeLogin login = new FakeLogin();
        ScramHash hash = SaslMechanisms.scramHash(name).orElse(ScramHash.SHA_1);
        login.scram = new ScramCredentials.Known(
                new ScramSecret(hash, 4096, new byte[12], new byte[hash.length()], new byte[hash.length()]));
        SaslExchange exchange =
                MECHANISMS.mechanism(name).begin(FakeLogin.request(name, "cert", "valid", "cert_username", "u"), login);

        SaslStep step = initialResponse ? null : exchange.step(Optional.empty()).join();
        for (int i = 0; i < MOST_STEPS && !(step instanceof Done); i++) {
            step = exchange.step(Optional.of(messages.get(i))).join();
        }

        assertThat(step).isInstanceOf(Done.class);
        assertThat(login.asked.stream().filter(question -> !question.startsWith("scram ")))
                .hasSize(1);
    }
}
