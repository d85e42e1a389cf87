package io.github.guichet.lookup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Logs a repeated failure once a minute and then says how often it came: a dead database must not fill the disk. The causes
 * must be a small set; a peer's bytes are not a cause. Safe for use by many threads.
 */
public final class RepeatedLog {

    private static final long PERIOD_NANOS = 60_000_000_000L;

    private record Entry(AtomicLong nextNanos, AtomicLong hidden) {}

    private final Logger logger;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A log that writes to the given logger at level WARN. */
    public RepeatedLog(Logger logger) {
        this.logger = logger;
    }

    /**
     * Logs now, or counts when the same cause was logged within the last minute.
     *
     * @param cause what is limited together; from a fixed set
     * @param format a message as SLF4J takes it, with {@code {}} for each argument
     */
    public void warn(String cause, String format, Object... arguments) {
        long now = System.nanoTime();
        Entry entry = entries.computeIfAbsent(cause, c -> new Entry(new AtomicLong(now), new AtomicLong()));
        long next = entry.nextNanos.get();
        if (now - next < 0 || !entry.nextNanos.compareAndSet(next, now + PERIOD_NANOS)) {
            entry.hidden.incrementAndGet();
            return;
        }
        long hidden = entry.hidden.getAndSet(0);
        if (hidden > 0) {
            logger.warn(format + " (and {} more like it)", append(arguments, hidden));
        } else {
            logger.warn(format, arguments);
        }
    }

    private static Object[] append(Object[] arguments, Object last) {
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }
}
