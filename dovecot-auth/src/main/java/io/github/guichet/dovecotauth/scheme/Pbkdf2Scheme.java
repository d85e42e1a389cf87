package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalInt;

/** PBKDF2: {@code $1$salt$rounds$hex}, with HMAC-SHA1; the salt is the text itself. */
final class Pbkdf2Scheme implements Scheme {

    private static final String PREFIX = "$1$";
    private static final String MAC = "HmacSHA1";
    private static final int DEFAULT_ROUNDS = 100_000;
    private static final int KEY = 20;

    private final SchemeLimits limits;
    private final Salts salts;

    Pbkdf2Scheme(SchemeLimits limits, Salts salts) {
        this.limits = limits;
        this.salts = salts;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        // Latin-1 keeps every byte of a salt.
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(PREFIX)) {
            throw new UnusableHashException("does not begin with $1$");
        }
        String[] parts = text.substring(PREFIX.length()).split("\\$", -1);
        if (parts.length != 3 || parts[2].length() != 2 * KEY) {
            throw new UnusableHashException("is not $1$salt$rounds$hex");
        }
        int rounds = Rounds.stored(parts[1], 1, limits.rounds());
        byte[] key = Encoding.HEX.decode(parts[2]);
        byte[] salt = parts[0].getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(key, Pbkdf2.firstBlock(MAC, password, salt, rounds));
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        int count = Rounds.between(1000, limits.rounds(), rounds, DEFAULT_ROUNDS);
        String salt = salts.letters(16);
        byte[] key = Pbkdf2.firstBlock(MAC, password, salt.getBytes(StandardCharsets.US_ASCII), count);
        return (PREFIX + salt + "$" + count + "$" + HexFormat.of().formatHex(key)).getBytes(StandardCharsets.US_ASCII);
    }
}
