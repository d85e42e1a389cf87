package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd} in one message. */
final class PlainMechanism implements SaslMechanism {

    static final String NAME = "PLAIN";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> properties() {
        return List.of("plaintext");
    }

    @Override
    public SaslExchange begin(LoginRequest request, Login login) {
        Attempt attempt = new Attempt(request, login);
        return response -> response.isEmpty() ? Attempt.challenge(SaslText.EMPTY) : check(attempt, response.get());
    }

    private static CompletableFuture<SaslStep> check(Attempt attempt, byte[] message) {
        Optional<String> text = message.length > SaslText.LONGEST ? Optional.empty() : SaslText.of(message);
        if (text.isEmpty()) {
            return attempt.broken("", "message is too long or not UTF-8");
        }
        String[] parts = text.get().split("\0", -1);
        if (parts.length != 3) {
            return attempt.broken("", "message has not three parts");
        }
        if (parts[1].isEmpty() || parts[2].isEmpty()) {
            return attempt.broken(parts[1], "name or password is empty");
        }
        return attempt.password(parts[0], parts[1], parts[2]);
    }
}
