package io.github.guichet.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One cached answer, in few bytes: there may be a million. A hit makes the objects that it returns, which live for microseconds; kept,
 * they would be a fifth of what an entry takes.
 */
final class CacheEntry {

    private static final VarHandle SAID_AT;

    static {
        try {
            SAID_AT = MethodHandles.lookup().findVarHandle(CacheEntry.class, "saidAt", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /* The last bits of the time, which would be nanoseconds. */
    private static final long STATE = 3;
    private static final long CURRENT = 0;
    private static final long BEING_REFRESHED = 1;
    private static final long RESTORED = 2;
    private static final long WIDE = 4;
    private static final long NOT_TIME = STATE | WIDE;

    private static final byte[] NOT_FOUND = {};

    /** The value that was found, which is never empty; a character is one byte if all of them fit, else it is {@link #WIDE}. */
    private final byte[] value;

    /** When the source said so, on the cache's ticker, and what was done since. */
    @SuppressWarnings("FieldMayBeFinal") // written through SAID_AT
    private volatile long saidAt;

    /**
     * An answer of the source, or one from a snapshot.
     *
     * @param answer that may be kept
     * @param saidAt when, on the cache's ticker, in nanoseconds
     * @param restored from a snapshot: expired from the start, whatever its age
     */
    CacheEntry(Answer answer, long saidAt, boolean restored) {
        long wide = answer instanceof Answer.Found found && !isLatin1(found.value()) ? WIDE : 0;
        this.value = answer instanceof Answer.Found found ? bytes(found.value(), wide) : NOT_FOUND;
        this.saidAt = (saidAt & ~NOT_TIME) | (restored ? RESTORED : CURRENT) | wide;
    }

    private static boolean isLatin1(String text) {
        return text.chars().allMatch(c -> c <= 0xff);
    }

    private static byte[] bytes(String text, long wide) {
        if (wide == 0) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        // No encoder: it would replace half a surrogate pair, and an answer is what the source said.
        byte[] bytes = new byte[text.length() * Character.BYTES];
        ByteBuffer.wrap(bytes).asCharBuffer().put(text);
        return bytes;
    }

    /** Whether the source has the key. */
    boolean found() {
        return value.length > 0;
    }

    /** What the source said. */
    Answer answer() {
        if (!found()) {
            return Answer.NOT_FOUND;
        }
        return new Answer.Found(
                (saidAt & WIDE) == 0
                        ? new String(value, StandardCharsets.ISO_8859_1)
                        : ByteBuffer.wrap(value).asCharBuffer().toString());
    }

    /** How old it is; some nanoseconds more than it is. */
    long ageNanos(long now) {
        return Math.max(0, now - (saidAt & ~NOT_TIME));
    }

    boolean restored() {
        return (saidAt & STATE) == RESTORED;
    }

    /** True for the one asker that is to refresh this entry ahead of its expiry. */
    boolean claimRefresh() {
        long seen = saidAt;
        return (seen & STATE) == CURRENT && SAID_AT.compareAndSet(this, seen, seen | BEING_REFRESHED);
    }

    /**
     * About what an entry and its key cost in memory, on a 64-bit JVM with compressed pointers: the key (24 and its padded bytes with a
     * 16 byte header), this object (24) and its padded bytes, Caffeine's node (48), the hash map's node (32) and its share of the hash
     * table (8).
     */
    static long bytes(String key, Answer answer) {
        long fixed = 24 + 24 + array(key) + 48 + 32 + 8;
        return answer instanceof Answer.Found found ? fixed + array(found.value()) : fixed;
    }

    private static long array(String text) {
        int width = isLatin1(text) ? 1 : Character.BYTES;
        return (16L + (long) text.length() * width + 7) & ~7L;
    }
}
