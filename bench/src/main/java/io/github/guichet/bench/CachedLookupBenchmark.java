package io.github.guichet.bench;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one answer from a cache with 100 000 entries costs, without any wire. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedLookupBenchmark {

    private static final int KEYS = 100_000;

    private final String[] keys = new String[KEYS];
    private Table cached = new ValuesTable("empty", Map.of());
    private Table searched = cached;
    private int next;

    /** Fills the cache by asking every key once. */
    @Setup
    public void fill() {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            keys[i] = String.format("user%05d@example.com", i);
            values.put(keys[i], String.format("box%05d@store.example.com", i));
        }
        Duration hour = Duration.ofHours(1);
        cached = new CachedTable(new ValuesTable("alias", values), new CacheConfig(4 * KEYS, hour, hour, hour, hour));
        searched = new SearchedTable(
                cached,
                KeyRules.forParameter("virtual_alias_maps", AddressConfig.DEFAULTS)
                        .orElseThrow());
        for (String key : keys) {
            searched.lookup(key, new Trail());
            searched.lookup(withTag(key), new Trail());
        }
    }

    private static String withTag(String key) {
        return key.replace("@", "+tag@");
    }

    private String key() {
        next = (next + 7919) % KEYS;
        // A new string each time, as from the wire: its hash is not known yet.
        return new String(keys[next].toCharArray());
    }

    /** The cache alone. */
    @Benchmark
    public CompletableFuture<Answer> cache() {
        return cached.lookup(key(), new Trail());
    }

    /** A key that is found as it was asked, by the rules of virtual_alias_maps. */
    @Benchmark
    public CompletableFuture<Answer> completeKey() {
        return searched.lookup(key(), new Trail());
    }

    /** A key that is found after its extension was cut: two questions to the cache, and the extension put on the result. */
    @Benchmark
    public CompletableFuture<Answer> extension() {
        return searched.lookup(withTag(key()), new Trail());
    }
}
