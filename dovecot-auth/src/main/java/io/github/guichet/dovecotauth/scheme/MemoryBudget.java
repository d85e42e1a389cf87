package io.github.guichet.dovecotauth.scheme;

import java.util.concurrent.Semaphore;

/** The memory that hashes which need much of it share. Who asks for more than is left waits for the others. */
final class MemoryBudget {

    private final Semaphore kilobytes;

    MemoryBudget(long bytes) {
        this.kilobytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes >> 10), true);
    }

    /** Waits until {@code bytes} are free, and takes them. They have to be no more than the whole. */
    void take(long bytes) throws UnusableHashException {
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
