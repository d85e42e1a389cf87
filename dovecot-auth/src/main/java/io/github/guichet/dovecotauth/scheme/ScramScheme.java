package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.OptionalInt;

/** SCRAM-SHA-1 and SCRAM-SHA-256: {@code iterations,salt,StoredKey,ServerKey}, the last three in base64. */
final class ScramScheme implements Scheme {

    /** What RFC 5802 asks for and Dovecot insists on. */
    private static final int LEAST_ROUNDS = 4096;

    private static final int SALT = 16;

    private final ScramHash hash;
    private final SchemeLimits limits;
    private final Salts salts;

    ScramScheme(ScramHash hash, SchemeLimits limits, Salts salts) {
        this.hash = hash;
        this.limits = limits;
        this.salts = salts;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        ScramSecret secret = parse(stored);
        byte[] key = derive(password, secret.salt(), secret.iterations()).storedKey();
        return MessageDigest.isEqual(key, secret.storedKey());
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        int count = Rounds.between(LEAST_ROUNDS, limits.rounds(), rounds, LEAST_ROUNDS);
        ScramSecret secret = derive(password, salts.bytes(SALT), count);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                        ",",
                        Integer.toString(count),
                        base64.encodeToString(secret.salt()),
                        base64.encodeToString(secret.storedKey()),
                        base64.encodeToString(secret.serverKey()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What is stored, taken apart. */
    ScramSecret parse(byte[] stored) throws UnusableHashException {
        String[] parts = new String(stored, StandardCharsets.ISO_8859_1).split(",", -1);
        if (parts.length != 4) {
            throw new UnusableHashException("is not iterations,salt,StoredKey,ServerKey");
        }
        int rounds = Rounds.stored(parts[0], LEAST_ROUNDS, limits.rounds());
        byte[] salt = Encoding.BASE64.decode(parts[1]);
        return new ScramSecret(hash, rounds, salt, key(parts[2]), key(parts[3]));
    }

    /** What would be stored for a password. Takes about a millisecond. */
    ScramSecret derive(byte[] password, byte[] salt) {
        return derive(password, salt, LEAST_ROUNDS);
    }

    /** The password is not normalised by SASLprep, because Dovecot does not either: the same text has to fit in both. */
    private ScramSecret derive(byte[] password, byte[] salt, int rounds) {
        byte[] salted = Pbkdf2.firstBlock(hash.mac(), password, salt, rounds);
        byte[] clientKey = Pbkdf2.mac(hash.mac(), salted).doFinal("Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] serverKey = Pbkdf2.mac(hash.mac(), salted).doFinal("Server Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramSecret(hash, rounds, salt, Digests.named(hash.digest()).digest(clientKey), serverKey);
    }

    private byte[] key(String base64) throws UnusableHashException {
        byte[] key = Encoding.BASE64.decode(base64);
        if (key.length != hash.length()) {
            throw new UnusableHashException("has a key of " + key.length + " bytes");
        }
        return key;
    }
}
