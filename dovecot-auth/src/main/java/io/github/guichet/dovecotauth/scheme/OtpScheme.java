package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OTP (RFC 2289): {@code algorithm sequence seed hash}, where the hash is the fold of the seed and the passphrase, folded again as
 * many times as the sequence says. Verifying a plain-text password against it computes the whole chain.
 */
final class OtpScheme implements Scheme {

    private static final Pattern STORED =
            Pattern.compile("(md4|md5|sha1) (\\d{1,9}) ([0-9A-Za-z]{1,16}) ([0-9A-Fa-f]{16})");
    private static final int SEQUENCE = 1024;
    private static final int FOLDED = 8;

    private final SchemeLimits limits;
    private final Salts salts;

    OtpScheme(SchemeLimits limits, Salts salts) {
        this.limits = limits;
        this.salts = salts;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        Matcher parts = STORED.matcher(new String(stored, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new UnusableHashException("is not algorithm sequence seed hash");
        }
        int sequence = Rounds.stored(parts.group(2), 0, limits.rounds());
        byte[] hash = Encoding.HEX.decode(parts.group(4));
        String seed = parts.group(3).toLowerCase(Locale.ROOT);
        return MessageDigest.isEqual(chain(parts.group(1), seed, password, sequence), hash);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        String seed = HexFormat.of().formatHex(salts.bytes(8));
        String hash = HexFormat.of().formatHex(chain("sha1", seed, password, SEQUENCE));
        return ("sha1 " + SEQUENCE + " " + seed + " " + hash).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chain(String algorithm, String seed, byte[] password, int sequence) {
        byte[] start = new byte[seed.length() + password.length];
        System.arraycopy(seed.getBytes(StandardCharsets.US_ASCII), 0, start, 0, seed.length());
        System.arraycopy(password, 0, start, seed.length(), password.length);
        byte[] hash = fold(algorithm, start);
        for (int i = 0; i < sequence; i++) {
            hash = fold(algorithm, hash);
        }
        return hash;
    }

    /** 64 bits of a digest: its words laid over each other. SHA-1's are written with the low byte first (RFC 2289, appendix A). */
    private static byte[] fold(String algorithm, byte[] bytes) {
        byte[] digest = switch (algorithm) {
            case "md4" -> Md4Scheme.digest(bytes);
            case "md5" -> Digests.named("MD5").digest(bytes);
            default -> Digests.named("SHA-1").digest(bytes);
        };
        byte[] folded = new byte[FOLDED];
        for (int i = 0; i < digest.length; i++) {
            folded[i % FOLDED] ^= digest[i];
        }
        if (algorithm.equals("sha1")) {
            reverse(folded, 0);
            reverse(folded, 4);
        }
        return folded;
    }

    private static void reverse(byte[] bytes, int word) {
        for (int i = 0; i < 2; i++) {
            byte low = bytes[word + i];
            bytes[word + i] = bytes[word + 3 - i];
            bytes[word + 3 - i] = low;
        }
    }
}
