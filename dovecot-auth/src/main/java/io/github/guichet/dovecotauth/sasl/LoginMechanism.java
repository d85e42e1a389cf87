package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * LOGIN (draft-murchison-sasl-login): asks for the name, then for the password. Outlook and others send the name along with the
 * command. The prompts are those that every server has; there are clients that compare them.
 */
final class LoginMechanism implements SaslMechanism {

    static final String NAME = "LOGIN";
    private static final byte[] ASK_NAME = SaslText.bytes("Username:");
    private static final byte[] ASK_PASSWORD = SaslText.bytes("Password:");

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
        return new Exchange(new Attempt(request, login));
    }

    private static final class Exchange implements SaslExchange {

        private final Attempt attempt;
        private boolean begun;
        private @Nullable String user;

        Exchange(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public CompletableFuture<SaslStep> step(Optional<byte[]> response) {
            boolean first = !begun;
            begun = true;
            byte[] message = response.orElse(SaslText.EMPTY);
            if (first && message.length == 0) {
                // Empty rather than absent: clients that mean absent send it so, and nobody has an empty name.
                return Attempt.challenge(ASK_NAME);
            }
            Optional<String> text = SaslText.of(message, SaslText.LONGEST);
            String known = user;
            if (text.isEmpty() || text.get().isEmpty()) {
                return attempt.broken(known == null ? "" : known, "name or password is empty, too long or not UTF-8");
            }
            if (known == null) {
                user = text.get();
                return Attempt.challenge(ASK_PASSWORD);
            }
            return attempt.password("", known, text.get());
        }
    }
}
