package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * PLAIN-TRUNC: {@code LENGTH-password}, from a source that cuts passwords off at LENGTH bytes. A stored password of exactly that
 * length fits everything that begins with it.
 */
final class PlainTruncScheme implements Scheme {

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        int dash = 0;
        long length = 0;
        while (dash < stored.length && stored[dash] >= '0' && stored[dash] <= '9') {
            length = Math.min(length * 10 + stored[dash] - '0', Integer.MAX_VALUE);
            dash++;
        }
        if (dash == stored.length || stored[dash] != '-') {
            throw new UnusableHashException("does not begin with a length and '-'");
        }
        byte[] kept = Arrays.copyOfRange(stored, dash + 1, stored.length);
        boolean maybeCut = kept.length == length && password.length >= length;
        return MessageDigest.isEqual(kept, maybeCut ? Arrays.copyOf(password, kept.length) : password);
    }

    /** With a length that the password does not reach, so that only the whole password fits. */
    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        byte[] length = ((password.length + 1) + "-").getBytes(StandardCharsets.US_ASCII);
        byte[] stored = Arrays.copyOf(length, length.length + password.length);
        System.arraycopy(password, 0, stored, length.length, password.length);
        return stored;
    }
}
