package io.github.guichet.metrics;

import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceQueue;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How full the queues in front of sources are. */
public final class SourceQueueMetrics {

    private SourceQueueMetrics() {}

    /**
     * Registers.
     *
     * @param sources those that are open now
     */
    public static void register(PrometheusRegistry registry, Supplier<? extends Collection<Source>> sources) {
        gauge(
                registry,
                sources,
                "guichet_source_queue",
                "Questions that wait for a free connection.",
                SourceQueue::waiting);
        gauge(registry, sources, "guichet_source_queue_max", "How many questions may wait.", SourceQueue::most);
        CounterWithCallback.builder()
                .name("guichet_source_queue_refused_total")
                .help("Questions refused because so many waited as may.")
                .labelNames("source")
                .callback(callback -> sources.get()
                        .forEach(source -> callback.call((double) source.queue().refused(), source.name())))
                .register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry,
            Supplier<? extends Collection<Source>> sources,
            String name,
            String help,
            ToDoubleFunction<SourceQueue> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("source")
                .callback(callback -> sources.get()
                        .forEach(source -> callback.call(value.applyAsDouble(source.queue()), source.name())))
                .register(registry);
    }
}
