package io.github.guichet.dovecotauth.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.sasl.SaslStep.Challenge;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client of one exchange. */
final class Talk {

    private final SaslExchange exchange;

    Talk(SaslExchange exchange) {
        this.exchange = exchange;
    }

    SaslStep bytes(byte[] message) {
        return exchange.step(Optional.of(message)).join();
    }

    SaslStep say(String message) {
        return bytes(message.getBytes(StandardCharsets.UTF_8));
    }

    SaslStep sayNothing() {
        return exchange.step(Optional.empty()).join();
    }

    static String challenge(SaslStep step) {
        assertThat(step).isInstanceOf(Challenge.class);
        return new String(((Challenge) step).data(), StandardCharsets.UTF_8);
    }

    static LoginResult result(SaslStep step) {
        assertThat(step).isInstanceOf(Done.class);
        return ((Done) step).result();
    }

    static String additional(SaslStep step) {
        assertThat(step).isInstanceOf(Done.class);
        return new String(((Done) step).additional(), StandardCharsets.UTF_8);
    }
}
