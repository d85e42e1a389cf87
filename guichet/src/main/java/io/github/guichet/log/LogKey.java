package io.github.guichet.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the numbers that stand for addresses: who has no key cannot find out, by trying all addresses that he knows, whose it is.
 * Safe for use by many threads.
 */
final class LogKey {

    /** How long a key is, in bytes. */
    static final int BYTES = 32;

    private static final int SHOWN_BYTES = 6;
    private static final String ALGORITHM = "HmacSHA256";

    /** Empty until the first number is wanted: most logs never want one, and the first random number takes a start 10 ms. */
    private Optional<SecretKeySpec> key;

    LogKey(byte[] key) {
        this.key = Optional.of(new SecretKeySpec(key, ALGORITHM));
    }

    private LogKey() {
        this.key = Optional.empty();
    }

    /** One that ends with the process. */
    static LogKey random() {
        return new LogKey();
    }

    private synchronized SecretKeySpec key() {
        if (key.isEmpty()) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            key = Optional.of(new SecretKeySpec(random, ALGORITHM));
        }
        return key.get();
    }

    /** {@code #} and 12 digits; the same for an address in upper and in lower case. */
    String number(String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            byte[] whole = mac.doFinal(address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(whole, 0, SHOWN_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
