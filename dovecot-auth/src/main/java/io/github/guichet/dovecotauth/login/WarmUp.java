package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeException;
import io.github.guichet.dovecotauth.scheme.StoredPassword;
import io.github.guichet.dovecotauth.scheme.Verification;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes once with each kind of slow scheme before anybody logs in, so that the first log-in does not pay for loading classes and
 * libraries.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final List<String> SLOW = List.of("SHA512-CRYPT", "BLF-CRYPT", "ARGON2ID");

    private WarmUp() {}

    /** Puts it in front of the pool's work. */
    static void begin(PasswordSchemes schemes, String defaultScheme, HashPool pool) {
        Set<String> all = new LinkedHashSet<>(List.of(defaultScheme));
        all.addAll(SLOW);
        for (String scheme : all) {
            boolean unused = pool.run(() -> once(schemes, scheme), () -> false).isDone();
        }
    }

    private static boolean once(PasswordSchemes schemes, String scheme) {
        byte[] password = "warm-up".getBytes(StandardCharsets.UTF_8);
        try {
            StoredPassword stored = schemes.parse(schemes.hash(scheme, "", password, OptionalInt.empty()), scheme);
            return schemes.verify(stored, "", password) instanceof Verification.Match;
        } catch (SchemeException e) {
            LOG.debug("no warm-up with {}: {}", scheme, e.getMessage());
            return false;
        }
    }
}
