package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** ARGON2I and ARGON2ID (RFC 9106). Both verify both kinds; they differ in what they make. The memory is counted against the limits. */
final class Argon2Scheme implements Scheme {

    private static final int KILOBYTES = 65536;
    private static final int PASSES = 3;
    private static final int SALT = 16;
    private static final int HASH = 32;

    private final boolean mixed;
    private final SchemeLimits limits;
    private final Libsodium libsodium;
    private final MemoryBudget heap;
    private final Salts salts;

    /**
     * @param mixed whether it makes Argon2id and not Argon2i
     * @param heap for what libsodium does not do
     */
    Argon2Scheme(boolean mixed, SchemeLimits limits, Libsodium libsodium, MemoryBudget heap, Salts salts) {
        this.mixed = mixed;
        this.limits = limits;
        this.libsodium = libsodium;
        this.heap = heap;
        this.salts = salts;
    }

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException {
        Argon2.Hashed hashed = Argon2.parse(stored, limits.passes());
        return MessageDigest.isEqual(hashed.hash(), hash(hashed.with(), password));
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        int passes = Rounds.between(1, limits.passes(), rounds, PASSES);
        // What is made here has to be verified where there is no libsodium, too.
        int kilobytes = (int) Math.min(KILOBYTES, heap.most() >> 10);
        Argon2 with = new Argon2(mixed, kilobytes, passes, 1, salts.bytes(SALT), HASH);
        try {
            return with.format(hash(with, password)).getBytes(StandardCharsets.US_ASCII);
        } catch (UnusableHashException e) {
            throw new SchemeException(e.reason());
        }
    }

    private byte[] hash(Argon2 with, byte[] password) throws UnusableHashException {
        Optional<byte[]> hash = libsodium.hash(with, password);
        return hash.isPresent() ? hash.get() : inJava(with, password);
    }

    private byte[] inJava(Argon2 with, byte[] password) throws UnusableHashException {
        Argon2Parameters parameters = new Argon2Parameters.Builder(
                        with.mixed() ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(with.salt())
                .withMemoryAsKB(with.kilobytes())
                .withIterations(with.passes())
                .withParallelism(with.lanes())
                .build();
        byte[] hash = new byte[with.length()];
        heap.take(with.bytes());
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(parameters);
            argon2.generateBytes(password, hash);
            return hash;
        } finally {
            heap.giveBack(with.bytes());
        }
    }
}
