package io.github.guichet.dovecotauth.scheme;

/**
 * What a server keeps of a password for SCRAM (RFC 5802, section 3). The arrays are not copied: do not change them.
 *
 * @param iterations of PBKDF2
 * @param salt as sent to the client
 * @param storedKey H(ClientKey)
 * @param serverKey HMAC(SaltedPassword, "Server Key")
 */
@SuppressWarnings("ArrayRecordComponent")
public record ScramSecret(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ScramSecret[" + hash.mechanism() + ", " + iterations + "]";
    }
}
