package io.github.guichet.lookup;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that all caches of a process share. A number of entries alone does not bound it: whoever may name a recipient
 * chooses keys, up to 2048 characters each, and with enough of them would end the process.
 *
 * <p>When there is more than allowed, the cache that takes most gives up what was asked least, which is what a flood of
 * keys brought. Safe for use by many threads.
 */
public final class CacheMemory {

    private static final Logger LOG = LoggerFactory.getLogger(CacheMemory.class);
    private static final int AT_ONCE = 200;

    private final long most;
    private final LongAdder bytes = new LongAdder();
    private final List<CachedAnswers> caches = new CopyOnWriteArrayList<>();
    private final AtomicBoolean makingRoom = new AtomicBoolean();
    private final RepeatedLog log = new RepeatedLog(LOG);

    /**
     * Memory for caches.
     *
     * @param most bytes, as {@link CachedTable#bytes()} counts them; at least 1
     */
    public CacheMemory(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("memory for caches: " + most + " (expected: at least 1)");
        }
        this.most = most;
    }

    /** Two thirds of what this process may have; the rest is for connections and for questions under way. */
    public static CacheMemory ofThisProcess() {
        return new CacheMemory(Math.max(1, Runtime.getRuntime().maxMemory() / 3 * 2));
    }

    void join(CachedAnswers cache) {
        caches.add(cache);
    }

    void leave(CachedAnswers cache) {
        caches.remove(cache);
    }

    void add(long more) {
        bytes.add(more);
    }

    /** Called after each entry that was added, outside of any lock of a cache. */
    void makeRoom() {
        if (bytes.sum() <= most || !makingRoom.compareAndSet(false, true)) {
            return;
        }
        try {
            while (bytes.sum() > most) {
                Optional<CachedAnswers> largest = caches.stream().max(Comparator.comparingLong(CachedAnswers::bytes));
                if (largest.isEmpty() || !largest.get().dropColdest(AT_ONCE)) {
                    return;
                }
                log.warn(
                        "full",
                        "map {}: its cache gives up answers, because all caches together would take more than {} bytes;"
                                + " a larger Java heap (-Xmx) allows for more",
                        largest.get().name(),
                        most);
            }
        } finally {
            makingRoom.set(false);
        }
    }
}
