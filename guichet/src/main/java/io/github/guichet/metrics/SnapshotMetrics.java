package io.github.guichet.metrics;

import io.github.guichet.lookup.CacheSnapshot;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether caches are kept over a restart. */
public final class SnapshotMetrics {

    private static final double MILLIS = 1e3;

    private SnapshotMetrics() {}

    /**
     * Registers.
     *
     * @param snapshots those that are kept now
     * @param interval how often each is to be written; empty when none is
     */
    public static void register(
            PrometheusRegistry registry,
            Supplier<? extends Collection<CacheSnapshot>> snapshots,
            Supplier<Optional<Duration>> interval) {
        GaugeWithCallback.builder()
                .name("guichet_snapshot_timestamp_seconds")
                .help("When the cache of a map was written to disk last; the start, until it was once.")
                .labelNames("map")
                .callback(callback ->
                        snapshots.get().forEach(s -> callback.call(s.saved().toEpochMilli() / MILLIS, s.map())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("guichet_snapshot_interval_seconds")
                .help("How often caches are to be written to disk.")
                .callback(callback -> interval.get().ifPresent(i -> callback.call(i.toMillis() / MILLIS)))
                .register(registry);
    }
}
