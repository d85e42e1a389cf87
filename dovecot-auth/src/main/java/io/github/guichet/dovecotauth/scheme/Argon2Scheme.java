package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * ARGON2I and ARGON2ID (RFC 9106): {@code $argon2id$v=19$m=65536,t=3,p=1$salt$hash}. Both verify both kinds; they differ in what they
 * make. The memory is counted against the limits.
 */
final class Argon2Scheme implements Scheme {

    private static final Pattern STORED = Pattern.compile(
            "\\$argon2(id?)\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,172})");
    private static final int LANES = 16;
    private static final int DEFAULT_KILOBYTES = 65536;
    private static final int DEFAULT_PASSES = 3;

    private final String kind;
    private final SchemeLimits limits;
    private final MemoryBudget budget;
    private final Salts salts;

    /**
     * @param kind {@code i} or {@code id}
     */
    Argon2Scheme(String kind, SchemeLimits limits, MemoryBudget budget, Salts salts) {
        this.kind = kind;
        this.limits = limits;
        this.budget = budget;
        this.salts = salts;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        Matcher parts = STORED.matcher(Crypt.text(stored));
        if (!parts.matches()) {
            throw new UnusableHashException("is not $argon2id$v=19$m=…,t=…,p=…$salt$hash");
        }
        int lanes = Rounds.stored(parts.group(4), 1, LANES);
        int kilobytes = kilobytes(parts.group(2), lanes);
        int passes = Rounds.stored(parts.group(3), 1, limits.passes());
        byte[] hash = base64(parts.group(6));
        byte[] salt = base64(parts.group(5));
        return MessageDigest.isEqual(hash, hash(parts.group(1), password, salt, kilobytes, passes, lanes, hash.length));
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        int passes = Rounds.between(1, limits.passes(), rounds, DEFAULT_PASSES);
        int kilobytes = (int) Math.min(DEFAULT_KILOBYTES, limits.hashMemory() >> 10);
        byte[] salt = salts.bytes(16);
        try {
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return ("$argon2" + kind + "$v=19$m=" + kilobytes + ",t=" + passes + ",p=1$" + base64.encodeToString(salt)
                            + "$" + base64.encodeToString(hash(kind, password, salt, kilobytes, passes, 1, 32)))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (UnusableHashException e) {
            throw new SchemeException(e.reason());
        }
    }

    private int kilobytes(String digits, int lanes) throws UnusableHashException {
        long kilobytes = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (kilobytes > limits.hashMemory() >> 10) {
            throw new UnusableHashException(
                    "takes m=" + digits + " kB, more than the " + (limits.hashMemory() >> 10) + " kB allowed");
        }
        if (kilobytes < 8L * lanes) {
            throw new UnusableHashException("takes too little memory");
        }
        return (int) kilobytes;
    }

    private byte[] hash(String type, byte[] password, byte[] salt, int kilobytes, int passes, int lanes, int length)
            throws UnusableHashException {
        Argon2Parameters parameters = new Argon2Parameters.Builder(
                        type.equals("i") ? Argon2Parameters.ARGON2_i : Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(kilobytes)
                .withIterations(passes)
                .withParallelism(lanes)
                .build();
        byte[] hash = new byte[length];
        budget.take((long) kilobytes << 10);
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(parameters);
            argon2.generateBytes(password, hash);
            return hash;
        } finally {
            budget.giveBack((long) kilobytes << 10);
        }
    }

    private static byte[] base64(String text) throws UnusableHashException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("is not valid base64");
        }
    }
}
