package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.AuthObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts attempts to log in. What a peer calls its service is a label only if it is one of those that there are. */
final class AuthMetrics implements AuthObserver {

    private static final String OTHER = "other";
    private static final String NO_MECHANISM = "none";
    private static final List<String> SERVICES =
            List.of("smtp", "submission", "imap", "pop3", "sieve", "lmtp", "doveadm", OTHER);

    private record Key(String service, String mechanism) {}

    private final Counter attempts;
    private final Map<Key, Map<Result, CounterDataPoint>> points = new ConcurrentHashMap<>();

    /**
     * Registers the metric, with its data points at zero.
     *
     * @param mechanisms those that are offered; others count as {@code none}
     */
    AuthMetrics(PrometheusRegistry registry, List<String> mechanisms) {
        attempts = Counter.builder()
                .name("guichet_auth_total")
                .help("Attempts to log in, by service, SASL mechanism and what came of them.")
                .labelNames("service", "mechanism", "result")
                .register(registry);
        mechanisms(List.of(NO_MECHANISM));
        mechanisms(mechanisms);
    }

    /** Makes the data points of these mechanisms, at zero where there were none. */
    void mechanisms(List<String> mechanisms) {
        for (String service : SERVICES) {
            mechanisms.forEach(mechanism -> add(service, mechanism));
        }
    }

    private void add(String service, String mechanism) {
        Map<Result, CounterDataPoint> results = new EnumMap<>(Result.class);
        for (Result result : Result.values()) {
            results.put(
                    result,
                    attempts.labelValues(service, mechanism, result.name().toLowerCase(Locale.ROOT)));
        }
        points.put(new Key(service, mechanism), results);
    }

    @Override
    public void attempted(String service, String mechanism, Result result) {
        String known = service.equals("managesieve") ? "sieve" : SERVICES.contains(service) ? service : OTHER;
        Map<Result, CounterDataPoint> results = points.get(new Key(known, mechanism));
        if (results == null) {
            results = points.get(new Key(known, NO_MECHANISM));
        }
        CounterDataPoint point = results == null ? null : results.get(result);
        if (point != null) {
            point.inc();
        }
    }
}
