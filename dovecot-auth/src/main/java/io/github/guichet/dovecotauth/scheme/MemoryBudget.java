package io.github.guichet.dovecotauth.scheme;

import java.util.concurrent.Semaphore;

/** The memory that hashes which need much of it share. Who asks for more than is left waits for the others. */
final class MemoryBudget {

    private final SchemeLimits.Memory limit;
    private final Semaphore kilobytes;

    MemoryBudget(SchemeLimits.Memory limit) {
        this.limit = limit;
        this.kilobytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, limit.all() >> 10), true);
    }

    /** The most that one hash may take. */
    long most() {
        return limit.hash();
    }

    /**
     * Waits until {@code bytes} are free, and takes them.
     *
     * @throws UnusableHashException if one hash may not take as much, or the thread was interrupted
     */
    void take(long bytes) throws UnusableHashException {
        if (bytes > limit.hash()) {
            throw new UnusableHashException(
                    "takes " + (bytes >> 10) + " kB of memory, more than the " + (limit.hash() >> 10) + " kB allowed");
        }
        try {
            kilobytes.acquire((int) (bytes >> 10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableHashException("was not verified, because guichet stops");
        }
    }

    void giveBack(long bytes) {
        kilobytes.release((int) (bytes >> 10));
    }
}
