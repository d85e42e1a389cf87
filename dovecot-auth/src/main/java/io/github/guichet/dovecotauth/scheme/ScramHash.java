package io.github.guichet.dovecotauth.scheme;

/** The hash functions of SCRAM (RFC 5802, RFC 7677). */
public enum ScramHash {
    SHA_1("SCRAM-SHA-1", "SHA-1", "HmacSHA1", 20),
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32);

    private final String mechanism;
    private final String digest;
    private final String mac;
    private final int length;

    ScramHash(String mechanism, String digest, String mac, int length) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
        this.length = length;
    }

    /** The name of the mechanism, which is also that of Dovecot's scheme. */
    public String mechanism() {
        return mechanism;
    }

    /** Java's name of the message digest. */
    public String digest() {
        return digest;
    }

    /** Java's name of the MAC. */
    public String mac() {
        return mac;
    }

    /** Bytes of a digest. */
    public int length() {
        return length;
    }
}
