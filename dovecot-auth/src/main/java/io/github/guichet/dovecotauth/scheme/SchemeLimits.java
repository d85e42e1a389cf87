package io.github.guichet.dovecotauth.scheme;

/**
 * How much work one stored password may ask for. Stored text above a limit is unusable instead of stopping everybody's log-ins:
 * its cost is a number in it, and whoever may set a password may often set that too.
 *
 * @param heap for hashes computed in Java, beside the caches
 * @param outside for hashes computed by a library of the system
 * @param rounds of SHA-crypt, PBKDF2, SCRAM and OTP
 * @param bcryptCost the logarithm of bcrypt's rounds
 * @param passes of Argon2
 */
public record SchemeLimits(Memory heap, Memory outside, int rounds, int bcryptCost, int passes) {

    private static final long MEGABYTE = 1L << 20;

    /** What {@code doveadm pw} makes by default has to fit: {@code m=65536}. */
    private static final long LEAST_MEMORY = 64 * MEGABYTE;

    /** What a process of Dovecot may have by default. */
    private static final long OUTSIDE = 256 * MEGABYTE;

    /**
     * Memory for Argon2 and yescrypt, in bytes.
     *
     * @param hash that one hash may take
     * @param all that all of them may take at one time; more wait for each other. At least {@code hash}
     */
    public record Memory(long hash, long all) {

        public Memory {
            if (all < hash) {
                throw new IllegalArgumentException("all < hash");
            }
        }
    }

    /**
     * Limits for a process with a heap of at most {@code heap} bytes. Running out of heap ends the process: so one hash may take a
     * quarter of it and all together half, but never less than what {@code doveadm pw} makes by default. The numbers of rounds keep
     * a hash under about three seconds, because Postfix waits for ten.
     */
    public static SchemeLimits forHeap(long heap) {
        long hash = Math.max(LEAST_MEMORY, heap / 4);
        Memory inside = new Memory(hash, Math.max(hash, heap / 2));
        return new SchemeLimits(inside, new Memory(OUTSIDE, OUTSIDE), 10_000_000, 16, 32);
    }
}
