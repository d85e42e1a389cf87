package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.sql.SqlSource;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Shows what caches and sources are like at the moment of a scrape. */
final class StateMetrics {

    private StateMetrics() {}

    /**
     * Registers.
     *
     * @param running what is in use at the moment of a scrape
     */
    static void register(PrometheusRegistry registry, Supplier<RunningConfiguration> running) {
        gauge(registry, running, "guichet_cache_entries", "Answers in the cache of a map.", CachedTable::size);
        gauge(registry, running, "guichet_cache_bytes", "About how many bytes they take.", CachedTable::bytes);
        CounterWithCallback.builder()
                .name("guichet_cache_evictions_total")
                .help("Answers dropped because there were more than max-entries.")
                .labelNames("map")
                .callback(callback ->
                        running.get().caches().forEach(c -> callback.call((double) c.evictions(), c.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("guichet_source_up")
                .help("1 when the source answers or has not been asked yet, 0 when it is known to be down.")
                .labelNames("source")
                .callback(callback -> running.get().sources().forEach(s -> callback.call(up(s), s.name())))
                .register(registry);
        pool(registry, running, "hikaricp_active_connections", "Connections in use.", SqlSource.Pool::active);
        pool(registry, running, "hikaricp_idle_connections", "Connections not in use.", SqlSource.Pool::idle);
        pool(registry, running, "hikaricp_max_connections", "Connections that there may be.", SqlSource.Pool::most);
    }

    private static List<SqlSource> databases(Supplier<RunningConfiguration> running) {
        return running.get().sources().stream()
                .filter(SqlSource.class::isInstance)
                .map(SqlSource.class::cast)
                .toList();
    }

    private static double up(Source source) {
        return source.state() instanceof SourceState.Down ? 0 : 1;
    }

    /** By the names that HikariCP's own tracker has, so that existing dashboards show them. */
    private static void pool(
            PrometheusRegistry registry,
            Supplier<RunningConfiguration> running,
            String name,
            String help,
            ToIntFunction<SqlSource.Pool> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(callback ->
                        databases(running).forEach(s -> callback.call(value.applyAsInt(s.pool()), s.name())))
                .register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry,
            Supplier<RunningConfiguration> running,
            String name,
            String help,
            ToDoubleFunction<CachedTable> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("map")
                .callback(callback ->
                        running.get().caches().forEach(c -> callback.call(value.applyAsDouble(c), c.name())))
                .register(registry);
    }
}
