package io.github.guichet.metrics;

import io.github.guichet.lookup.counter.CounterStore;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.function.Supplier;

/** Whether rules can count. */
public final class CounterStoreMetrics {

    private CounterStoreMetrics() {}

    /**
     * Registers.
     *
     * @param stores those that are open now
     */
    public static void register(PrometheusRegistry registry, Supplier<? extends Collection<CounterStore>> stores) {
        GaugeWithCallback.builder()
                .name("guichet_counter_store_up")
                .help(
                        "1 when the store in which rules count can be asked and keeps what it is told, as far as is known; else 0.")
                .labelNames("store")
                .callback(callback ->
                        stores.get().forEach(store -> callback.call(store.working() ? 1 : 0, store.name())))
                .register(registry);
    }
}
