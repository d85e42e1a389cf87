package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The message digests that every Java runtime has. */
final class Digests {

    private Digests() {}

    /** A new digest: MD5, SHA-1, SHA-256 or SHA-512. */
    static MessageDigest named(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
