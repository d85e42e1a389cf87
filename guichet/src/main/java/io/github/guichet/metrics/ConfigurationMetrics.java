package io.github.guichet.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;

/** Which guichet runs, with which configuration. Safe for use by many threads. */
public final class ConfigurationMetrics {

    private static final double MILLIS = 1e3;

    private final InstantSource clock;
    private final CounterDataPoint taken;
    private final CounterDataPoint refused;
    private final Gauge lastTaken;
    private final Gauge since;

    /**
     * Registers the metrics of a process that has just read its configuration.
     *
     * @param version guichet's
     */
    public ConfigurationMetrics(PrometheusRegistry registry, String version, InstantSource clock) {
        this.clock = clock;
        Info.builder()
                .name("guichet_info")
                .help("The version of guichet.")
                .labelNames("version")
                .register(registry)
                .addLabelValues(version);
        Counter reloads = Counter.builder()
                .name("guichet_reloads_total")
                .help("How often the configuration was to be read again, by whether it was taken.")
                .labelNames("result")
                .register(registry);
        taken = reloads.labelValues("ok");
        refused = reloads.labelValues("failed");
        lastTaken = Gauge.builder()
                .name("guichet_config_last_reload_successful")
                .help("1 when the configuration that was read last is in use, 0 when it was refused.")
                .register(registry);
        since = Gauge.builder()
                .name("guichet_config_timestamp_seconds")
                .help("When the configuration was read that is in use.")
                .register(registry);
        inUse();
    }

    /** The configuration was read again. */
    public void reloaded(boolean successful) {
        if (successful) {
            taken.inc();
            inUse();
        } else {
            refused.inc();
            lastTaken.set(0);
        }
    }

    private void inUse() {
        lastTaken.set(1);
        since.set(clock.millis() / MILLIS);
    }
}
