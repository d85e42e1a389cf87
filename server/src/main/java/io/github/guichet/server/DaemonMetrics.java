package io.github.guichet.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/**
 * The metrics that every daemon has, with the daemon's name as their only label. One object a registry.
 *
 * <p>{@code guichet_connections}, {@code guichet_connections_max}, {@code guichet_connections_refused_total}, {@code guichet_requests_total}, {@code
 * guichet_protocol_errors_total}, {@code guichet_internal_errors_total}, {@code guichet_request_seconds}.
 */
public final class DaemonMetrics {

    /** From a cached answer to a source's deadline, in seconds. */
    private static final double[] BUCKETS = {
        0.000_025, 0.000_1, 0.000_25, 0.001, 0.002_5, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10
    };

    private final Gauge connections;
    private final Gauge most;
    private final Counter refused;
    private final Counter requests;
    private final Counter protocolErrors;
    private final Counter internalErrors;
    private final Histogram seconds;

    /** Registers the metrics. */
    public DaemonMetrics(PrometheusRegistry registry) {
        connections = Gauge.builder()
                .name("guichet_connections")
                .help("Connections that are open.")
                .labelNames("daemon")
                .register(registry);
        most = Gauge.builder()
                .name("guichet_connections_max")
                .help("Connections that may be open, on all addresses of the daemon together.")
                .labelNames("daemon")
                .register(registry);
        refused = Counter.builder()
                .name("guichet_connections_refused_total")
                .help("Connections closed at once because max-connections were open.")
                .labelNames("daemon")
                .register(registry);
        requests = Counter.builder()
                .name("guichet_requests_total")
                .help("Requests that were answered, with whatever answer.")
                .labelNames("daemon")
                .register(registry);
        protocolErrors = Counter.builder()
                .name("guichet_protocol_errors_total")
                .help("Requests that the protocol does not allow, or that name a map that does not exist.")
                .labelNames("daemon")
                .register(registry);
        internalErrors = Counter.builder()
                .name("guichet_internal_errors_total")
                .help("Requests that met a defect of guichet and got a temporary error; always 0 in a healthy daemon.")
                .labelNames("daemon")
                .register(registry);
        seconds = Histogram.builder()
                .name("guichet_request_seconds")
                .help("Time from reading a request to handing its reply to the kernel's queue.")
                .unit(Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(BUCKETS)
                .labelNames("daemon")
                .register(registry);
    }

    /**
     * The part of one daemon.
     *
     * @param name from the fixed set of daemon names
     */
    public DaemonMeter daemon(String name) {
        return new DaemonMeter(
                name,
                connections.labelValues(name),
                most.labelValues(name),
                refused.labelValues(name),
                requests.labelValues(name),
                protocolErrors.labelValues(name),
                internalErrors.labelValues(name),
                seconds.labelValues(name));
    }
}
