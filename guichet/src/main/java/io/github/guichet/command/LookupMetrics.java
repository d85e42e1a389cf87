package io.github.guichet.command;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.SourceFailure;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts look-ups and questions to sources. Labels come from the configuration, and are looked up before they are needed. */
final class LookupMetrics implements LookupObserver {

    /** From a cached answer to a source's deadline, in seconds. */
    private static final double[] LOOKUP_BUCKETS = {
        0.000_001, 0.000_005, 0.000_025, 0.000_1, 0.000_5, 0.002_5, 0.01, 0.05, 0.25, 1, 2.5, 10
    };

    private static final double[] SOURCE_BUCKETS = {
        0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10
    };
    private static final double NANOS_PER_SECOND = 1e9;

    /** The data points of one map, by where the answer came from. */
    private record OfMap(Map<Served, OfServed> served, CounterDataPoint impossible) {}

    /** The data points of one map and one place. */
    private record OfServed(
            CounterDataPoint found,
            CounterDataPoint notFound,
            CounterDataPoint unavailable,
            DistributionDataPoint seconds) {}

    private final Map<String, OfMap> maps = new ConcurrentHashMap<>();
    private final Function<String, OfMap> pointsOfMap;
    private final Map<String, DistributionDataPoint> sourceSeconds = new ConcurrentHashMap<>();
    private final Map<String, CounterDataPoint> sourceErrors = new ConcurrentHashMap<>();
    private final Function<String, DistributionDataPoint> secondsOfSource;
    private final Function<String, CounterDataPoint> errorsOfSource;

    /** Registers the metrics, with the data points of these maps at zero. */
    LookupMetrics(PrometheusRegistry registry, Set<String> mapNames) {
        Counter lookups = Counter.builder()
                .name("guichet_lookups_total")
                .help("Questions to a map, by what was answered and where the answer came from.")
                .labelNames("map", "result", "served")
                .register(registry);
        Histogram seconds = Histogram.builder()
                .name("guichet_lookup_seconds")
                .help("Time from a question to a map to its answer, search included.")
                .unit(Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(LOOKUP_BUCKETS)
                .labelNames("map", "served")
                .register(registry);
        Counter impossible = Counter.builder()
                .name("guichet_impossible_keys_total")
                .help("Keys that cannot exist, such as one with a control character; not found without asking anybody.")
                .labelNames("map")
                .register(registry);
        Histogram source = Histogram.builder()
                .name("guichet_source_seconds")
                .help("Time of one question in a source, without waiting for a free connection.")
                .unit(Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(SOURCE_BUCKETS)
                .labelNames("source")
                .register(registry);
        Counter errors = Counter.builder()
                .name("guichet_source_errors_total")
                .help("Questions to a source that got no answer; those refused while it is down included.")
                .labelNames("source")
                .register(registry);
        pointsOfMap = map -> new OfMap(
                Arrays.stream(Served.values())
                        .collect(Collectors.toMap(Function.identity(), s -> points(lookups, seconds, map, s))),
                impossible.labelValues(map));
        maps(mapNames);
        secondsOfSource = source::labelValues;
        errorsOfSource = errors::labelValues;
    }

    /** Makes the data points of these maps, at zero where there were none. */
    final void maps(Set<String> names) {
        names.forEach(name -> maps.computeIfAbsent(name, pointsOfMap));
    }

    /** The names of all maps, and of the tables of accounts. */
    static Set<String> names(Configuration configuration) {
        Set<String> names = new HashSet<>(configuration.maps().keySet());
        configuration.accounts().ifPresent(accounts -> {
            names.add(AccountsConfig.PASSWORDS);
            names.add(AccountsConfig.USERS);
        });
        return names;
    }

    private static OfServed points(Counter lookups, Histogram seconds, String map, Served served) {
        String place = served.name().toLowerCase(Locale.ROOT);
        return new OfServed(
                lookups.labelValues(map, "found", place),
                lookups.labelValues(map, "not_found", place),
                lookups.labelValues(map, "unavailable", place),
                seconds.labelValues(map, place));
    }

    /** Makes the data points of a source, at zero. */
    void source(String name) {
        sourceSeconds.computeIfAbsent(name, secondsOfSource);
        sourceErrors.computeIfAbsent(name, errorsOfSource);
    }

    /** How many questions were answered so far, of all maps. */
    long answers() {
        return count(Served.values());
    }

    /** How many of them from the cache, stale ones included. */
    long fromCache() {
        return count(Served.CACHE, Served.STALE);
    }

    private long count(Served... places) {
        double sum = 0;
        for (OfMap map : maps.values()) {
            for (Served place : places) {
                OfServed points = map.served().get(place);
                sum += points == null
                        ? 0
                        : points.found().get()
                                + points.notFound().get()
                                + points.unavailable().get();
            }
        }
        return (long) sum;
    }

    @Override
    public void lookedUp(String map, Answer answer, Served served, long nanos) {
        OfMap ofMap = maps.get(map);
        OfServed points = ofMap == null ? null : ofMap.served().get(served);
        if (points == null) {
            return; // not a map of the configuration
        }
        if (answer instanceof Answer.Found) {
            points.found().inc();
        } else if (answer instanceof Answer.NotFound) {
            points.notFound().inc();
        } else {
            points.unavailable().inc();
        }
        points.seconds().observe(nanos / NANOS_PER_SECOND);
    }

    @Override
    public void sourceAnswered(String source, long nanos) {
        sourceSeconds.computeIfAbsent(source, secondsOfSource).observe(nanos / NANOS_PER_SECOND);
    }

    @Override
    public void sourceFailed(String source, SourceFailure cause) {
        sourceErrors.computeIfAbsent(source, errorsOfSource).inc();
    }

    @Override
    public void impossibleKey(String map) {
        OfMap ofMap = maps.get(map);
        if (ofMap != null) {
            ofMap.impossible().inc();
        }
    }
}
