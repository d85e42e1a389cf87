package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.util.OptionalInt;

/**
 * A digest of the password alone: SHA, SHA1, SHA256, SHA512, PLAIN-MD5, LDAP-MD5.
 *
 * @param digest Java's name of it
 */
record DigestScheme(String digest) implements Scheme {

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) {
        return MessageDigest.isEqual(Digests.named(digest).digest(password), stored);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        return Digests.named(digest).digest(password);
    }
}
