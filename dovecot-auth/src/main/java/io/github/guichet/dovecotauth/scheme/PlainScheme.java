package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.util.OptionalInt;

/** PLAIN, CLEAR, CLEARTEXT: the password itself. */
final class PlainScheme implements Scheme {

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) {
        return MessageDigest.isEqual(stored, password);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        return password.clone();
    }
}
