package io.github.guichet.metrics;

import io.github.guichet.dovecotauth.login.HashQueue;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/** Whether passwords are hashed as fast as people log in. */
public final class HashMetrics {

    private HashMetrics() {}

    /**
     * Registers.
     *
     * @param queue as it is now
     */
    public static void register(PrometheusRegistry registry, Supplier<HashQueue> queue) {
        GaugeWithCallback.builder()
                .name("guichet_hash_queue")
                .help("Passwords that wait to be hashed.")
                .callback(callback -> callback.call(queue.get().waiting()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("guichet_hash_queue_max")
                .help("How many passwords may wait to be hashed.")
                .callback(callback -> callback.call(queue.get().most()))
                .register(registry);
        CounterWithCallback.builder()
                .name("guichet_hash_queue_refused_total")
                .help("Log-ins put off because so many passwords waited to be hashed as may.")
                .callback(callback -> callback.call((double) queue.get().refused()))
                .register(registry);
    }
}
