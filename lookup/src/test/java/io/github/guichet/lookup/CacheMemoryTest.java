package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheMemoryTest {

    private static final long MOST = 1_000_000;

    private final CacheMemory memory = new CacheMemory(MOST);
    private final CachedTable small =
            new CachedTable(new ScriptedTable("domains").with("example.org", "yes"), CacheConfig.DEFAULT, memory);
    private final CachedTable flooded =
            new CachedTable(new ScriptedTable("alias").with("alice", "bob"), CacheConfig.DEFAULT, memory);

    private static Answer ask(CachedTable cache, String key, Trail trail) {
        return cache.lookup(key, trail).join();
    }

    private static String longKey(int number) {
        return number + "x".repeat(2000);
    }

    @Test
    void longKeysCannotTakeMoreThanThereIs() {
        for (int i = 0; i < 3000; i++) {
            ask(flooded, longKey(i), new Trail());
            assertThat(flooded.bytes()).isLessThanOrEqualTo(MOST);
        }
        assertThat(flooded.size()).isPositive();
        assertThat(flooded.evictions()).isEqualTo(3000 - flooded.size());
    }

    @Test
    void aFloodTakesNothingFromAnotherCacheNorFromKeysInUse() {
        ask(small, "example.org", new Trail());
        for (int i = 0; i < 3000; i++) {
            ask(flooded, longKey(i), new Trail());
            ask(flooded, "alice", new Trail());
        }
        for (CachedTable cache : new CachedTable[] {small, flooded}) {
            Trail trail = new Trail();
            assertThat(ask(cache, cache == small ? "example.org" : "alice", trail))
                    .isInstanceOf(Answer.Found.class);
            assertThat(trail.served()).isEqualTo(Served.CACHE);
        }
        assertThat(small.evictions()).isZero();
    }

    @Test
    void aSnapshotCannotBringMoreThanThereIs() {
        for (int i = 0; i < 3000; i++) {
            flooded.restore(longKey(i), Answer.NOT_FOUND, Duration.ofSeconds(1).toNanos());
        }
        assertThat(flooded.bytes()).isBetween(1L, MOST);
    }
}
