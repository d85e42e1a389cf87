package io.github.guichet.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;

/**
 * One cached answer. It is itself the completed future that a hit returns, which saves an object for each of perhaps 100 000
 * entries and one for each question.
 */
final class CacheEntry extends CompletableFuture<Answer> {

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CacheEntry.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final int CURRENT = 0;
    private static final int BEING_REFRESHED = 1;
    private static final int RESTORED = 2;

    /** When the source said so, on the cache's ticker. */
    private final long saidAt;

    @SuppressWarnings("FieldMayBeFinal") // written through STATE
    private volatile int state;

    /**
     * An answer of the source, or one from a snapshot.
     *
     * @param restored from a snapshot: expired from the start, whatever its age
     */
    CacheEntry(Answer answer, long saidAt, boolean restored) {
        this.saidAt = saidAt;
        this.state = restored ? RESTORED : CURRENT;
        complete(answer);
    }

    Answer answer() {
        return join();
    }

    long ageNanos(long now) {
        return Math.max(0, now - saidAt);
    }

    boolean restored() {
        return state == RESTORED;
    }

    /** True for the one asker that is to refresh this entry ahead of its expiry. */
    boolean claimRefresh() {
        return state == CURRENT && STATE.compareAndSet(this, CURRENT, BEING_REFRESHED);
    }

    /**
     * About what this entry and its key cost in memory, on a 64-bit JVM with compressed pointers and Latin-1 strings: two
     * strings (24 each plus padded bytes with a 16 byte header), this object (32), the value's record (16), Caffeine's node
     * (48), the hash map's node (32) and its share of the hash table (8).
     */
    static long bytes(String key, Answer answer) {
        long fixed = 32 + 48 + 32 + 8;
        return answer instanceof Answer.Found found
                ? fixed + 16 + bytes(key) + bytes(found.value())
                : fixed + bytes(key);
    }

    private static long bytes(String text) {
        return 24 + ((16L + text.length() + 7) & ~7L);
    }
}
