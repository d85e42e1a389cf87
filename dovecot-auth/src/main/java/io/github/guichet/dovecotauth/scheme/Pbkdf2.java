package io.github.guichet.dovecotauth.scheme;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** PBKDF2 (RFC 8018, section 5.2), the first block of it; Java's own takes characters, and a password is bytes. */
final class Pbkdf2 {

    private Pbkdf2() {}

    /**
     * The first block, as long as the MAC.
     *
     * @param mac Java's name, as {@code HmacSHA1}
     */
    static byte[] firstBlock(String mac, byte[] password, byte[] salt, int rounds) {
        Mac keyed = mac(mac, password);
        keyed.update(salt);
        byte[] link = keyed.doFinal(new byte[] {0, 0, 0, 1});
        byte[] block = link.clone();
        for (int i = 1; i < rounds; i++) {
            link = keyed.doFinal(link);
            for (int j = 0; j < block.length; j++) {
                block[j] ^= link[j];
            }
        }
        return block;
    }

    /** A MAC with a key. */
    static Mac mac(String name, byte[] key) {
        try {
            Mac mac = Mac.getInstance(name);
            // HMAC fills a short key up with zeros, so one zero is the empty key, which Java refuses.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
