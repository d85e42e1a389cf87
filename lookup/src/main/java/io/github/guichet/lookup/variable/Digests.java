package io.github.guichet.lookup.variable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/** The hashes that both notations have. Dovecot's md4, size and pkcs5 are not among them. */
final class Digests {

    /** More would hold up every log-in. */
    static final int MOST_ROUNDS = 100_000;

    private static final Map<String, String> NAMES = Map.of(
            "md5", "MD5",
            "sha1", "SHA-1",
            "sha256", "SHA-256",
            "sha384", "SHA-384",
            "sha512", "SHA-512",
            "sha3-256", "SHA3-256",
            "sha3-512", "SHA3-512");

    private Digests() {}

    static boolean has(String name) {
        return NAMES.containsKey(name);
    }

    static String names() {
        return String.join(", ", NAMES.keySet().stream().sorted().toList());
    }

    /** Hashes salt and text, then salt and that hash, and so on; all are {@link Octets}. */
    static String hash(String name, String salt, String text, int rounds) {
        MessageDigest digest = digest(name);
        String result = text;
        for (int i = 0; i < rounds; i++) {
            digest.update(Octets.bytes(salt));
            result = Octets.of(digest.digest(Octets.bytes(result)));
        }
        return result;
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(
                    Optional.ofNullable(NAMES.get(name)).orElseThrow());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
