package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Dovecot's list of schemes, with the encoding and the length that 2.3 has for each. */
final class DovecotSchemes {

    private static final int MD5 = 16;
    private static final int CRAM = 32;
    private static final int SHA2_LEAST = 1000;
    private static final int SHA2_DEFAULT = 5000;

    private final SchemeLimits limits;
    private final Salts salts = new Salts();
    private final List<SchemeEntry> entries = new ArrayList<>();

    private DovecotSchemes(SchemeLimits limits) {
        this.limits = limits;
    }

    /** All of them, each name once. */
    static List<SchemeEntry> list(SchemeLimits limits) {
        DovecotSchemes schemes = new DovecotSchemes(limits);
        schemes.plain();
        schemes.digests();
        schemes.forMechanisms();
        schemes.crypts();
        return List.copyOf(schemes.entries);
    }

    private void plain() {
        Scheme plain = new PlainScheme();
        quick("PLAIN", Encoding.NONE, 0, plain);
        quick("CLEAR", Encoding.NONE, 0, plain);
        quick("CLEARTEXT", Encoding.NONE, 0, plain);
        quick("PLAIN-TRUNC", Encoding.NONE, 0, new PlainTruncScheme());
    }

    private void digests() {
        quick("PLAIN-MD4", Encoding.HEX, MD5, new Md4Scheme());
        quick("PLAIN-MD5", Encoding.HEX, MD5, new DigestScheme("MD5"));
        quick("LDAP-MD5", Encoding.BASE64, MD5, new DigestScheme("MD5"));
        quick("SHA", Encoding.BASE64, 20, new DigestScheme("SHA-1"));
        quick("SHA1", Encoding.BASE64, 20, new DigestScheme("SHA-1"));
        quick("SHA256", Encoding.BASE64, 32, new DigestScheme("SHA-256"));
        quick("SHA512", Encoding.BASE64, 64, new DigestScheme("SHA-512"));
        quick("SMD5", Encoding.BASE64, 0, new SaltedDigestScheme("MD5", salts));
        quick("SSHA", Encoding.BASE64, 0, new SaltedDigestScheme("SHA-1", salts));
        quick("SSHA256", Encoding.BASE64, 0, new SaltedDigestScheme("SHA-256", salts));
        quick("SSHA512", Encoding.BASE64, 0, new SaltedDigestScheme("SHA-512", salts));
    }

    private void forMechanisms() {
        quick("CRAM-MD5", Encoding.HEX, CRAM, new CramMd5Scheme());
        quick("HMAC-MD5", Encoding.HEX, CRAM, new CramMd5Scheme());
        quick("DIGEST-MD5", Encoding.HEX, MD5, new DigestMd5Scheme());
        for (ScramHash hash : ScramHash.values()) {
            slow(hash.mechanism(), new ScramScheme(hash, limits, salts));
        }
        slow("OTP", new OtpScheme(limits, salts));
    }

    private void crypts() {
        MemoryBudget heap = new MemoryBudget(limits.heap());
        MemoryBudget outside = new MemoryBudget(limits.outside());
        Libcrypt libcrypt = new Libcrypt(limits, outside);
        Libsodium libsodium = new Libsodium(outside);
        Crypt crypt = new Crypt(limits, libcrypt);
        BcryptScheme bcrypt = new BcryptScheme(limits, salts, libcrypt);
        quick("MD5", Encoding.NONE, 0, new Md5CryptScheme(crypt, salts, true));
        slow("MD5-CRYPT", new Md5CryptScheme(crypt, salts, false));
        slow("BLF-CRYPT", bcrypt);
        slow("CRYPT", new CryptScheme(crypt, bcrypt, (password, rounds) -> bcrypt.hash("", password, rounds)));
        slow("DES-CRYPT", new CryptScheme(crypt, bcrypt, (password, rounds) -> {
            Rounds.none(rounds);
            return made(crypt, password, salts.letters(2));
        }));
        slow("SHA256-CRYPT", new CryptScheme(crypt, bcrypt, sha2(crypt, "$5$")));
        slow("SHA512-CRYPT", new CryptScheme(crypt, bcrypt, sha2(crypt, "$6$")));
        slow("PBKDF2", new Pbkdf2Scheme(limits, salts));
        slow("ARGON2I", new Argon2Scheme(false, limits, libsodium, heap, salts));
        slow("ARGON2ID", new Argon2Scheme(true, limits, libsodium, heap, salts));
    }

    private CryptScheme.Maker sha2(Crypt crypt, String prefix) {
        return (password, rounds) -> {
            int count = Rounds.between(SHA2_LEAST, limits.rounds(), rounds, SHA2_DEFAULT);
            String shown = count == SHA2_DEFAULT ? "" : "rounds=" + count + "$";
            return made(crypt, password, prefix + shown + salts.letters(16));
        };
    }

    private static byte[] made(Crypt crypt, byte[] password, String setting) throws SchemeException {
        if (password.length > CryptScheme.LONGEST) {
            throw new SchemeException("takes passwords of at most " + CryptScheme.LONGEST + " bytes");
        }
        try {
            return crypt.hash(password, setting)
                    .orElseThrow(() -> new SchemeException("cannot be made"))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (UnusableHashException e) {
            throw new SchemeException(e.reason());
        }
    }

    private void quick(String name, Encoding encoding, int length, Scheme scheme) {
        entries.add(new SchemeEntry(name, encoding, length, true, scheme));
    }

    private void slow(String name, Scheme scheme) {
        entries.add(new SchemeEntry(name, Encoding.NONE, 0, false, scheme));
    }
}
