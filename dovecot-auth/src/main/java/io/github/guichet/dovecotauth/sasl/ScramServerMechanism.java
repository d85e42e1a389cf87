package io.github.guichet.dovecotauth.sasl;

import com.ongres.scram.common.ScramMechanism;
import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * SCRAM-SHA-1 (RFC 5802) and SCRAM-SHA-256 (RFC 7677), without channel binding: the end of TLS is in another program.
 *
 * <p>Names are taken as they are, without SASLprep, as Dovecot takes them. A failure is told without {@code e=}, which RFC 5802,
 * section 7, leaves open: the peers have no place for data beside a failure, and after a further challenge clients report an
 * aborted log-in rather than a wrong password.
 */
final class ScramServerMechanism implements SaslMechanism {

    private static final int NONCE_BYTES = 18;

    private final ScramHash hash;
    private final ScramMechanism functions;
    private final Supplier<String> nonces;

    ScramServerMechanism(ScramHash hash) {
        this(hash, randomNonces(new SecureRandom()));
    }

    /** With the given server's parts of nonces. */
    ScramServerMechanism(ScramHash hash, Supplier<String> nonces) {
        this.hash = hash;
        this.functions = switch (hash) {
            case SHA_1 -> ScramMechanism.SCRAM_SHA_1;
            case SHA_256 -> ScramMechanism.SCRAM_SHA_256;
        };
        this.nonces = nonces;
    }

    private static Supplier<String> randomNonces(SecureRandom random) {
        return () -> {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            return Base64.getEncoder().encodeToString(nonce);
        };
    }

    @Override
    public String name() {
        return hash.mechanism();
    }

    @Override
    public List<String> properties() {
        return List.of("mutual-auth");
    }

    @Override
    public SaslExchange begin(LoginRequest request, Login login) {
        return new ScramExchange(hash, functions, new Attempt(request, login), nonces.get());
    }
}
