package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * CRYPT, DES-CRYPT, SHA256-CRYPT and SHA512-CRYPT. All four verify whatever crypt(3) knows; they differ in what they make.
 *
 * @param maker makes its new hashes
 */
record CryptScheme(Crypt crypt, BcryptScheme bcrypt, Maker maker) implements Scheme {

    /** libxcrypt takes no longer password, so no hash of one can exist. */
    static final int LONGEST = 511;

    /** Makes new hashes. */
    interface Maker {
        byte[] hash(byte[] password, OptionalInt rounds) throws SchemeException;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        String text = Crypt.text(stored);
        if (BcryptScheme.isBcrypt(text)) {
            return bcrypt.verify(stored, user, password);
        }
        if (stored.length == 0 || password.length > LONGEST) {
            return false;
        }
        Optional<String> hash = crypt.hash(password, text);
        return hash.isPresent() && MessageDigest.isEqual(hash.get().getBytes(StandardCharsets.ISO_8859_1), stored);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        return maker.hash(password, rounds);
    }
}
