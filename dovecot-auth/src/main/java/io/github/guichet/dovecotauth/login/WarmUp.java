package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes once with each kind of slow scheme before anybody logs in, at the least cost, so that the first log-in does not pay for
 * loading classes and libraries.
 */
final class WarmUp {

    /** Passwords that nobody has. */
    static final List<String> STORED = List.of(
            "{SHA512-CRYPT}$6$rounds=1000$saltsaltsaltsalt$" + ".".repeat(86),
            "{BLF-CRYPT}$2y$04$" + "abcdefghijklmnopqrstuu" + ".".repeat(31),
            "{ARGON2ID}$argon2id$v=19$m=1024,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A".repeat(43),
            "{PBKDF2}$1$saltsaltsaltsalt$1000$" + "0".repeat(40));

    private WarmUp() {}

    /** Puts it in front of the pool's work. */
    static void begin(PasswordSchemes schemes, HashPool pool) {
        for (String stored : STORED) {
            boolean unused = pool.run(() -> once(schemes, stored) instanceof Verification.Mismatch, () -> false)
                    .isDone();
        }
    }

    static Verification once(PasswordSchemes schemes, String stored) {
        return schemes.verify(schemes.parse(stored, "PLAIN"), "", "warm-up".getBytes(StandardCharsets.UTF_8));
    }
}
