package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * EXTERNAL (RFC 4422, appendix A): the client has shown a certificate, and the peer vouches for it and says whose it is. The
 * message names whom to act as; empty means the certificate's user.
 */
final class ExternalMechanism implements SaslMechanism {

    static final String NAME = "EXTERNAL";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> properties() {
        return List.of();
    }

    @Override
    public SaslExchange begin(LoginRequest request, Login login) {
        Attempt attempt = new Attempt(request, login);
        return response -> response.isEmpty() ? Attempt.challenge(SaslText.EMPTY) : check(attempt, response.get());
    }

    private static CompletableFuture<SaslStep> check(Attempt attempt, byte[] message) {
        Optional<String> authorization = SaslText.of(message, SaslText.LONGEST);
        if (authorization.isEmpty()) {
            return attempt.broken("", "message is too long, not UTF-8, or holds NUL");
        }
        String user = attempt.request().fact("cert_username");
        if (!attempt.request().fact("cert").equals("valid") || user.isEmpty()) {
            return attempt.broken(authorization.get(), "no valid client certificate with a user name");
        }
        return Attempt.end(attempt.proven(authorization.get(), user));
    }
}
