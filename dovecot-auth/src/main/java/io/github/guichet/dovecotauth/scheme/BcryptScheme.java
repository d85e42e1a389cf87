package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * BLF-CRYPT: bcrypt, {@code $2y$cost$} with salt and hash. {@code $2a$} and {@code $2x$} mean other things for passwords with bytes
 * over 127 than {@code $2b$} and {@code $2y$}; for those libcrypt is asked. Only the first 72 bytes of a password count.
 */
final class BcryptScheme implements Scheme {

    private static final Pattern STORED =
            Pattern.compile("\\$2([abxy])\\$(\\d\\d)\\$([./A-Za-z0-9]{22})[./A-Za-z0-9]{31}");
    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String USUAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LEAST_COST = 4;

    /** What {@code doveadm pw} makes has 5, which is 1.5 ms; this is 50. */
    private static final int DEFAULT_COST = 10;

    private final SchemeLimits limits;
    private final Salts salts;
    private final Libcrypt libcrypt;

    BcryptScheme(SchemeLimits limits, Salts salts, Libcrypt libcrypt) {
        this.limits = limits;
        this.salts = salts;
        this.libcrypt = libcrypt;
    }

    /** Whether a hash of crypt(3) is one of bcrypt's. */
    static boolean isBcrypt(String stored) {
        return stored.length() > 4 && stored.startsWith("$2") && stored.charAt(3) == '$';
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        if (stored.length == 0) {
            return false;
        }
        String text = Crypt.text(stored);
        Matcher parts = STORED.matcher(text);
        if (!parts.matches()) {
            throw new UnusableHashException("is not $2y$cost$ and 53 letters");
        }
        int cost = Rounds.stored(parts.group(2), LEAST_COST, limits.bcryptCost());
        String variant = parts.group(1);
        if ((variant.equals("a") || variant.equals("x")) && hasHighBytes(password)) {
            return isEqual(libcrypt.hash(password, text), text);
        }
        String hash = OpenBSDBCrypt.generate("2y", password, salt(parts.group(3)), cost);
        return isEqual(hash.substring(4), text.substring(4));
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        int cost = Rounds.between(LEAST_COST, limits.bcryptCost(), rounds, DEFAULT_COST);
        return OpenBSDBCrypt.generate("2y", password, salts.bytes(16), cost).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean hasHighBytes(byte[] password) {
        for (byte b : password) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.ISO_8859_1), other.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** bcrypt's base64 has the bits in the usual order and the alphabet in another. */
    private static byte[] salt(String letters) {
        StringBuilder usual = new StringBuilder(letters.length());
        letters.chars().forEach(c -> usual.append(USUAL.charAt(ALPHABET.indexOf(c))));
        return Base64.getDecoder().decode(usual.toString());
    }
}
