package io.github.guichet.command;

import io.github.guichet.lookup.account.Lockouts;
import io.github.guichet.policyd.notice.NoticeObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts notices and locked accounts. */
final class NoticeMetrics implements NoticeObserver {

    private final Map<Way, Map<Result, CounterDataPoint>> points = new EnumMap<>(Way.class);

    /** Registers the metrics, with their data points at zero. */
    NoticeMetrics(PrometheusRegistry registry, Lockouts lockouts) {
        Counter notices = Counter.builder()
                .name("guichet_notices_total")
                .help("Notices of breaches, by the channel they went and what came of them.")
                .labelNames("channel", "result")
                .register(registry);
        for (Way way : Way.values()) {
            Map<Result, CounterDataPoint> results = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                results.put(
                        result,
                        notices.labelValues(
                                way.name().toLowerCase(Locale.ROOT),
                                result.name().toLowerCase(Locale.ROOT)));
            }
            points.put(way, results);
        }
        GaugeWithCallback.builder()
                .name("guichet_lockouts")
                .help("Accounts that are locked out.")
                .callback(callback -> callback.call(lockouts.all().size()))
                .register(registry);
    }

    @Override
    public void told(Way way, Result result) {
        Objects.requireNonNull(Objects.requireNonNull(points.get(way)).get(result))
                .inc();
    }
}
