package io.github.guichet.dovecotauth.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into numbers that tell nothing to whoever does not have this process's random key: HMAC-SHA-256. So a memory of
 * passwords holds no passwords. Safe for use by many threads.
 */
final class Fingerprints {

    private static final String ALGORITHM = "HmacSHA256";

    /** The first half of a MAC: enough that nobody meets another one by accident. */
    record Fingerprint(long high, long low) {}

    /** Absent until the first log-in: to find the algorithm takes a start 20 ms. */
    private volatile @Nullable Mac keyed;

    private Mac keyed() {
        Mac made = keyed;
        if (made == null) {
            synchronized (this) {
                made = keyed;
                if (made == null) {
                    made = make();
                    keyed = made;
                }
            }
        }
        return made;
    }

    private static Mac make() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            Mac made = Mac.getInstance(ALGORITHM);
            made.init(new SecretKeySpec(key, ALGORITHM));
            Object unused = made.clone();
            return made;
        } catch (NoSuchAlgorithmException | InvalidKeyException | CloneNotSupportedException e) {
            throw new IllegalStateException("this Java has no usable " + ALGORITHM, e);
        }
    }

    /** The fingerprint of a list of texts; where one ends and the next begins matters. */
    Fingerprint of(String... parts) {
        ByteBuffer mac = ByteBuffer.wrap(bytes(parts));
        return new Fingerprint(mac.getLong(), mac.getLong());
    }

    /** All 32 bytes of it. */
    byte[] bytes(String... parts) {
        try {
            Mac mac = (Mac) keyed().clone();
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
