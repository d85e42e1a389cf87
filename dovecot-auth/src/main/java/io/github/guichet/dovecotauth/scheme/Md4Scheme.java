package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.util.OptionalInt;
import org.bouncycastle.crypto.digests.MD4Digest;

/** PLAIN-MD4 (RFC 1320), which no Java runtime offers. */
final class Md4Scheme implements Scheme {

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) {
        return MessageDigest.isEqual(digest(password), stored);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        return digest(password);
    }

    /** The digest of some bytes. */
    static byte[] digest(byte[] bytes) {
        MD4Digest md4 = new MD4Digest();
        md4.update(bytes, 0, bytes.length);
        byte[] digest = new byte[md4.getDigestSize()];
        md4.doFinal(digest, 0);
        return digest;
    }
}
