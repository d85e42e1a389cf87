package io.github.guichet.dovecotauth.scheme;

/**
 * How much work one stored password may ask for. Stored text above a limit is unusable instead of stopping everybody's log-ins:
 * its cost is a number in it, and whoever may set a password may often set that too.
 *
 * @param hashMemory bytes that one Argon2 or yescrypt hash may take
 * @param totalMemory bytes that all of them may take at one time; more wait for each other. At least {@code hashMemory}
 * @param rounds of SHA-crypt, PBKDF2, SCRAM and OTP
 * @param bcryptCost the logarithm of bcrypt's rounds
 * @param passes of Argon2
 */
public record SchemeLimits(long hashMemory, long totalMemory, int rounds, int bcryptCost, int passes) {

    /** What {@code doveadm pw} makes by default has to fit: {@code m=65536}. */
    private static final long LEAST_MEMORY = 64L << 20;

    public SchemeLimits {
        if (totalMemory < hashMemory) {
            throw new IllegalArgumentException("totalMemory < hashMemory");
        }
    }

    /**
     * Limits for a process with a heap of at most {@code heap} bytes. An Argon2 hash lies in the heap, beside the cache, and running
     * out of heap ends the process: so one may take a quarter of it and all together half, but never less than what
     * {@code doveadm pw} makes by default. The numbers of rounds keep a hash under about three seconds, because Postfix waits for
     * ten.
     */
    public static SchemeLimits forHeap(long heap) {
        long hashMemory = Math.max(LEAST_MEMORY, heap / 4);
        return new SchemeLimits(hashMemory, Math.max(hashMemory, heap / 2), 10_000_000, 16, 32);
    }
}
