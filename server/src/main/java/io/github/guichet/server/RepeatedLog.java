package io.github.guichet.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a repeated trouble once a minute and then says how often it came: a peer that keeps failing must not fill the disk. The
 * causes must be a small set; a peer's bytes are not a cause. Safe for use by many threads.
 */
public final class RepeatedLog {

    private static final long PERIOD_NANOS = 60_000_000_000L;

    private record Entry(AtomicLong nextNanos, AtomicLong hidden) {}

    private final Logger logger;
    private final LongSupplier clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A log that writes to the given logger at level WARN. */
    public RepeatedLog(Logger logger) {
        this(logger, System::nanoTime);
    }

    RepeatedLog(Logger logger, LongSupplier clock) {
        this.logger = logger;
        this.clock = clock;
    }

    /**
     * Logs now, or counts when the same cause was logged within the last minute.
     *
     * @param cause what is limited together; from a fixed set
     * @param format a message as SLF4J takes it, with {@code {}} for each argument
     * @param arguments for the message; a trailing exception is logged with its stack
     */
    public void warn(String cause, String format, Object... arguments) {
        long now = clock.getAsLong();
        Entry entry = entries.computeIfAbsent(cause, c -> new Entry(new AtomicLong(now), new AtomicLong()));
        long next = entry.nextNanos.get();
        if (now - next < 0 || !entry.nextNanos.compareAndSet(next, now + PERIOD_NANOS)) {
            entry.hidden.incrementAndGet();
            return;
        }
        long hidden = entry.hidden.getAndSet(0);
        if (hidden > 0) {
            logger.warn("({} more like it in the meantime) " + format, prepend(hidden, arguments));
        } else {
            logger.warn(format, arguments);
        }
    }

    private static Object[] prepend(Object first, Object[] arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = first;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }
}
