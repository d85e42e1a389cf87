package io.github.guichet.dovecotauth.scheme;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.util.Pack;

/**
 * CRAM-MD5 and HMAC-MD5: where MD5 stands after the first block of HMAC (RFC 2104), the outer one and then the inner one, each as
 * four little-endian words. With it a server can answer CRAM-MD5 without knowing the password.
 */
final class CramMd5Scheme implements Scheme {

    private static final int BLOCK = 64;
    private static final int STATE = 16;

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) {
        return MessageDigest.isEqual(contexts(password), stored);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        return contexts(password);
    }

    private static byte[] contexts(byte[] password) {
        byte[] key = password.length > BLOCK ? Digests.named("MD5").digest(password) : password;
        byte[] contexts = Arrays.copyOf(state(key, 0x5c), 2 * STATE);
        System.arraycopy(state(key, 0x36), 0, contexts, STATE, STATE);
        return contexts;
    }

    private static byte[] state(byte[] key, int pad) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) pad;
        }
        MD5Digest md5 = new MD5Digest();
        md5.update(block, 0, BLOCK);
        // The library's form of a digest in the middle of its work has the four words at 16, with the high byte first.
        byte[] encoded = md5.getEncodedState();
        byte[] state = new byte[STATE];
        for (int word = 0; word < STATE; word += 4) {
            Pack.intToLittleEndian(Pack.bigEndianToInt(encoded, 16 + word), state, word);
        }
        return state;
    }
}
