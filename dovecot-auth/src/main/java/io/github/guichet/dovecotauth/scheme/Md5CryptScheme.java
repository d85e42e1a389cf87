package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalInt;

/**
 * MD5-CRYPT ({@code $1$salt$hash}) and MD5, which reads a plain MD5 in hex or base64 too.
 *
 * @param plainToo whether it is MD5
 */
record Md5CryptScheme(Crypt crypt, Salts salts, boolean plainToo) implements Scheme {

    private static final String PREFIX = "$1$";
    private static final int MD5 = 16;

    /** Whether a stored text is {@code $1$}, and so slow to verify; one in an encoding may be. */
    static boolean maybeCrypt(StoredPassword stored) {
        return stored.encoding().isPresent() || stored.value().startsWith(PREFIX);
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        String text = Crypt.text(stored);
        if (text.startsWith(PREFIX)) {
            return MessageDigest.isEqual(crypt.md5(password, text).getBytes(StandardCharsets.ISO_8859_1), stored);
        }
        if (!plainToo) {
            return false;
        }
        byte[] digest = SchemeEntry.hexOrBase64(text, MD5);
        if (digest.length != MD5) {
            throw new UnusableHashException("is neither $1$… nor an MD5 in hex or base64");
        }
        return MessageDigest.isEqual(Digests.named("MD5").digest(password), digest);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        try {
            return crypt.md5(password, PREFIX + salts.letters(8)).getBytes(StandardCharsets.US_ASCII);
        } catch (UnusableHashException e) {
            throw new SchemeException(e.reason());
        }
    }
}
