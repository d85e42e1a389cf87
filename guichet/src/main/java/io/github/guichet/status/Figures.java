package io.github.guichet.status;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Those metrics of the process that its status is made of, at one moment. What is zero is left out, so that a thousand maps that
 * nobody asks cost nothing. Immutable.
 */
final class Figures {

    static final String LOOKUPS = "guichet_lookups";
    static final String LOOKUP_SECONDS = "guichet_lookup_seconds";
    static final String SOURCE_SECONDS = "guichet_source_seconds";
    static final String SOURCE_ERRORS = "guichet_source_errors";
    static final String REQUESTS = "guichet_requests";
    static final String REQUEST_SECONDS = "guichet_request_seconds";
    static final String PROTOCOL_ERRORS = "guichet_protocol_errors";
    static final String REFUSED = "guichet_connections_refused";
    static final String LOG_INS = "guichet_auth";
    static final String POLICY = "guichet_policy_decisions";
    static final String MILTER = "guichet_milter_messages";

    private static final String TOTAL = "_total";
    private static final Set<String> WANTED = Set.of(
            LOOKUPS,
            LOOKUP_SECONDS,
            SOURCE_SECONDS,
            SOURCE_ERRORS,
            REQUESTS,
            REQUEST_SECONDS,
            PROTOCOL_ERRORS,
            REFUSED,
            LOG_INS,
            POLICY,
            MILTER);

    private final Map<String, Map<Labels, Long>> counters = new HashMap<>();
    private final Map<String, Map<Labels, Distribution>> distributions = new HashMap<>();

    /** Those of a process that has just begun. */
    static final Figures NONE = new Figures();

    private Figures() {}

    /** What has been counted until now. */
    static Figures of(PrometheusRegistry registry) {
        Figures figures = new Figures();
        for (MetricSnapshot metric : registry.scrape(name -> WANTED.contains(withoutTotal(name)))) {
            String name = withoutTotal(metric.getMetadata().getPrometheusName());
            if (metric instanceof CounterSnapshot counter) {
                Map<Labels, Long> values = figures.counters.computeIfAbsent(name, n -> new HashMap<>());
                counter.getDataPoints().stream()
                        .filter(point -> point.getValue() > 0)
                        .forEach(point -> values.put(point.getLabels(), (long) point.getValue()));
            } else if (metric instanceof HistogramSnapshot histogram) {
                Map<Labels, Distribution> values = figures.distributions.computeIfAbsent(name, n -> new HashMap<>());
                histogram.getDataPoints().stream()
                        .map(point -> Map.entry(point.getLabels(), Distribution.of(point.getClassicBuckets())))
                        .filter(entry -> entry.getValue().count() > 0)
                        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
            }
        }
        return figures;
    }

    private static String withoutTotal(String name) {
        return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    /** What came since {@code earlier}; of a counter that began anew since then, all of it. */
    Figures minus(Figures earlier) {
        Figures difference = new Figures();
        counters.forEach((name, values) -> {
            Map<Labels, Long> since = difference.counters.computeIfAbsent(name, n -> new HashMap<>());
            values.forEach((labels, value) -> {
                long before = earlier.counters(name).getOrDefault(labels, 0L);
                since.put(labels, before > value ? value : value - before);
            });
        });
        distributions.forEach((name, values) -> {
            Map<Labels, Distribution> since = difference.distributions.computeIfAbsent(name, n -> new HashMap<>());
            values.forEach((labels, value) -> since.put(
                    labels, value.minus(earlier.distributions(name).getOrDefault(labels, Distribution.EMPTY))));
        });
        return difference;
    }

    /** The counters of this name that are not zero. */
    Map<Labels, Long> counters(String name) {
        return counters.getOrDefault(name, Map.of());
    }

    /** The histograms of this name that are not empty. */
    Map<Labels, Distribution> distributions(String name) {
        return distributions.getOrDefault(name, Map.of());
    }

    /** The counters of this name, by the value of one label. */
    Map<String, Long> countersBy(String name, String label) {
        Map<String, Long> sums = new HashMap<>();
        counters(name).forEach((labels, value) -> sums.merge(value(labels, label), value, Long::sum));
        return sums;
    }

    /** The histograms of this name, by the value of one label. */
    Map<String, Distribution> distributionsBy(String name, String label) {
        Map<String, Distribution> sums = new HashMap<>();
        distributions(name).forEach((labels, value) -> sums.merge(value(labels, label), value, Distribution::plus));
        return sums;
    }

    /** The value of a label. */
    static String value(Labels labels, String label) {
        String value = labels.get(label);
        return value == null ? "" : value;
    }
}
