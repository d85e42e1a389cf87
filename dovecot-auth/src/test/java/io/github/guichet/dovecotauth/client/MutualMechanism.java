package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.sasl.SaslExchange;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.dovecotauth.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Believes everybody and proves itself too, as SCRAM does at its end. */
final class MutualMechanism implements SaslMechanism {

    @Override
    public String name() {
        return "MUTUAL";
    }

    @Override
    public List<String> properties() {
        return List.of("mutual-auth");
    }

    @Override
    public SaslExchange begin(LoginRequest request, Login login) {
        return response -> login.proven(request, "", "user")
                .thenApply(result -> new SaslStep.Done(result, "v=proof".getBytes(StandardCharsets.US_ASCII)));
    }
}
