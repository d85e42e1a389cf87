package io.github.guichet.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CachedTable} remembers, apart from whom it asks: a table of a new configuration that would get the same answers goes on
 * with those of the old one. Safe for use by many threads.
 */
final class CachedAnswers {

    private final String name;
    private final CacheConfig config;
    private final CacheMemory memory;
    private final Ticker ticker;
    private final Cache<String, CacheEntry> entries;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final AtomicInteger tables = new AtomicInteger(1);

    CachedAnswers(String name, CacheConfig config, CacheMemory memory, Ticker ticker) {
        this.name = name;
        this.config = config;
        this.memory = memory;
        this.ticker = ticker;
        // Housekeeping runs on the threads that ask, a little at a time: a pool for it would cost more than it saves.
        this.entries = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(config.maxEntries())
                .expireAfter(Expiry.writing((String key, CacheEntry entry) ->
                        Duration.ofNanos(retention(entry.found()) - entry.ageNanos(ticker.read()))))
                .removalListener(this::removed)
                .build();
        memory.join(this);
    }

    private void removed(@Nullable String key, @Nullable CacheEntry entry, RemovalCause cause) {
        if (key != null && entry != null) {
            count(-CacheEntry.bytes(key, entry.answer()));
        }
        if (cause == RemovalCause.SIZE) {
            evictions.increment();
        }
    }

    private void count(long more) {
        bytes.add(more);
        memory.add(more);
    }

    String name() {
        return name;
    }

    /** By which they are kept. */
    CacheConfig config() {
        return config;
    }

    CacheMemory memory() {
        return memory;
    }

    /** How long an answer is kept at all, in nanoseconds. */
    long retention(Answer answer) {
        return retention(answer instanceof Answer.Found);
    }

    private long retention(boolean found) {
        return found
                ? config.ttl().toNanos() + config.stale().toNanos()
                : config.negativeTtl().toNanos() + config.negativeStale().toNanos();
    }

    @Nullable
    CacheEntry get(String key) {
        return entries.getIfPresent(key);
    }

    void put(String key, CacheEntry entry) {
        count(CacheEntry.bytes(key, entry.answer()));
        entries.put(key, entry);
    }

    /** Whether there was none. */
    boolean putIfAbsent(String key, CacheEntry entry) {
        if (entries.asMap().putIfAbsent(key, entry) != null) {
            return false;
        }
        count(CacheEntry.bytes(key, entry.answer()));
        return true;
    }

    /** Takes what others knew and is not known here, with its age, as far as it is kept here. */
    void take(CachedAnswers others) {
        others.asMap().forEach((key, entry) -> {
            long age = entry.ageNanos(ticker.read());
            if (age < retention(entry.found())) {
                boolean unused =
                        putIfAbsent(key, new CacheEntry(entry.answer(), ticker.read() - age, entry.restored()));
            }
        });
        evictions.add(others.evictions());
        memory.makeRoom();
    }

    void invalidate(String key) {
        entries.invalidate(key);
    }

    void invalidateAll() {
        entries.invalidateAll();
    }

    ConcurrentMap<String, CacheEntry> asMap() {
        return entries.asMap();
    }

    long size() {
        return entries.estimatedSize();
    }

    long bytes() {
        return bytes.sum();
    }

    long evictions() {
        return evictions.sum();
    }

    /**
     * Gives up the entries that were asked least.
     *
     * @return whether there were any
     */
    boolean dropColdest(int most) {
        var coldest = entries.policy().eviction().orElseThrow().coldest(most).keySet();
        entries.invalidateAll(coldest);
        evictions.add(coldest.size());
        return !coldest.isEmpty();
    }

    /** One more table uses them. */
    void share() {
        tables.incrementAndGet();
    }

    /** A table uses them no more; after the last, they take no memory. */
    void release() {
        if (tables.decrementAndGet() == 0) {
            entries.invalidateAll();
            entries.cleanUp();
            memory.leave(this);
        }
    }
}
