package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A digest of password and salt, then the salt: SMD5, SSHA, SSHA256, SSHA512.
 *
 * @param digest Java's name of it
 */
record SaltedDigestScheme(String digest, Salts salts) implements Scheme {

    /** Dovecot reads a salt of any length and makes four bytes; more do no harm. */
    private static final int SALT = 8;

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        MessageDigest salted = Digests.named(digest);
        int length = salted.getDigestLength();
        if (stored.length <= length) {
            throw new UnusableHashException("is too short to hold a salt");
        }
        salted.update(password);
        salted.update(stored, length, stored.length - length);
        return MessageDigest.isEqual(salted.digest(), Arrays.copyOf(stored, length));
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        MessageDigest salted = Digests.named(digest);
        byte[] salt = salts.bytes(SALT);
        salted.update(password);
        salted.update(salt);
        byte[] stored = Arrays.copyOf(salted.digest(), salted.getDigestLength() + SALT);
        System.arraycopy(salt, 0, stored, salted.getDigestLength(), SALT);
        return stored;
    }
}
