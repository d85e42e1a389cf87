package io.github.guichet.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a repeated trouble at once, and from then on once a minute with the number of those in between, the last ones included:
 * a dead database must not fill the disk. The causes must be a small set; a peer's bytes are not a cause. Safe for use by
 * many threads.
 *
 * <p>There is one like it in {@code server}: neither module knows the other, and a module for one class would cost more than the class.
 */
public final class RepeatedLog {

    private static final long PERIOD_NANOS = 60_000_000_000L;
    private static final Object[] NONE = {};

    private final Logger logger;
    private final LongSupplier clock;
    private final BiConsumer<Duration, Runnable> later;
    private final Map<String, Cause> causes = new ConcurrentHashMap<>();

    /** A log that writes to the given logger at level WARN. */
    public RepeatedLog(Logger logger) {
        this(logger, System::nanoTime, RepeatedLog::onTheTimerOfJava);
    }

    RepeatedLog(Logger logger, LongSupplier clock, BiConsumer<Duration, Runnable> later) {
        this.logger = logger;
        this.clock = clock;
        this.later = later;
    }

    private static void onTheTimerOfJava(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);
    }

    /**
     * Logs now, or counts when the same cause was logged within the last minute. What is counted is logged when that minute is over,
     * worded like the last of them.
     *
     * @param cause what is limited together; from a fixed set
     * @param format a message as SLF4J takes it, with {@code {}} for each argument
     * @param arguments for the message; a trailing exception is logged with its stack
     */
    public void warn(String cause, String format, Object... arguments) {
        Cause repeated = causes.computeIfAbsent(cause, c -> new Cause());
        if (repeated.isDue(format, arguments)) {
            logger.warn(format, arguments);
        }
    }

    /** What is limited together. */
    private final class Cause {

        private boolean quiet;
        private long untilNanos;
        private long hidden;
        private String lastFormat = "";
        private Object[] lastArguments = NONE;

        synchronized boolean isDue(String format, Object[] arguments) {
            long now = clock.getAsLong();
            if (hidden == 0 && (!quiet || now - untilNanos >= 0)) {
                quiet = true;
                untilNanos = now + PERIOD_NANOS;
                return true;
            }
            lastFormat = format;
            lastArguments = arguments;
            if (hidden++ == 0) {
                later.accept(Duration.ofNanos(Math.max(0, untilNanos - now)), this::tell);
            }
            return false;
        }

        private void tell() {
            long count;
            String format;
            Object[] arguments;
            synchronized (this) {
                count = hidden;
                format = lastFormat;
                arguments = lastArguments;
                hidden = 0;
                lastFormat = "";
                lastArguments = NONE;
                untilNanos = clock.getAsLong() + PERIOD_NANOS;
            }
            // The last one is in the line itself.
            if (count > 1) {
                logger.warn("({} more like it in the meantime) " + format, prepend(count - 1, arguments));
            } else {
                logger.warn(format, arguments);
            }
        }
    }

    private static Object[] prepend(Object first, Object[] arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = first;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }
}
