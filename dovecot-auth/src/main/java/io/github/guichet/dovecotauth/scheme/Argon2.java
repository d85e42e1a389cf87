package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hash of Argon2 is made with: {@code $argon2id$v=19$m=65536,t=3,p=1$salt$hash}.
 *
 * @param mixed whether it is Argon2id and not Argon2i
 * @param kilobytes of memory
 * @param length bytes of the hash
 */
@SuppressWarnings("ArrayRecordComponent")
record Argon2(boolean mixed, int kilobytes, int passes, int lanes, byte[] salt, int length) {

    private static final Pattern STORED = Pattern.compile(
            "\\$argon2(id?)\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,172})");
    private static final int MOST_LANES = 16;
    private static final int LEAST_KILOBYTES = 8;

    /**
     * A stored hash and what it was made with.
     */
    record Hashed(Argon2 with, byte[] hash) {}

    /**
     * Takes a stored hash apart.
     *
     * @throws UnusableHashException if it is none, or needs more than {@code passes}
     */
    static Hashed parse(byte[] stored, int passes) throws UnusableHashException {
        Matcher parts = STORED.matcher(new String(stored, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new UnusableHashException("is not $argon2id$v=19$m=…,t=…,p=…$salt$hash");
        }
        int lanes = Rounds.stored(parts.group(4), 1, MOST_LANES);
        int kilobytes = Rounds.stored(parts.group(2), LEAST_KILOBYTES * lanes, Integer.MAX_VALUE);
        byte[] hash = base64(parts.group(6));
        byte[] salt = base64(parts.group(5));
        return new Hashed(
                new Argon2(
                        parts.group(1).equals("id"),
                        kilobytes,
                        Rounds.stored(parts.group(3), 1, passes),
                        lanes,
                        salt,
                        hash.length),
                hash);
    }

    /** The stored form of a hash. */
    String format(byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2" + (mixed ? "id" : "i") + "$v=19$m=" + kilobytes + ",t=" + passes + ",p=" + lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    long bytes() {
        return (long) kilobytes << 10;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Argon2[m=" + kilobytes + ",t=" + passes + ",p=" + lanes + "]";
    }

    private static byte[] base64(String text) throws UnusableHashException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("is not valid base64");
        }
    }
}
