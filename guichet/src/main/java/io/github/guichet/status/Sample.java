package io.github.guichet.status;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.Set;

/**
 * What the plots need to know of one moment: everything that was counted until then, summed up. Some hundred bytes.
 *
 * @param nanos when, by {@link System#nanoTime}
 */
record Sample(
        long nanos,
        long lookups,
        long hits,
        Distribution times,
        long unavailable,
        long sourceErrors,
        long logInsOk,
        long logInsRefused,
        long policy,
        long policyRefusals,
        long milter,
        long milterObjections,
        long logged) {

    private static final Set<String> REFUSALS = Set.of("reject", "defer", "hold", "discard");
    private static final Set<String> OBJECTIONS = Set.of("object", "repair");
    private static final double NANOS_PER_SECOND = 1e9;

    static Sample of(long nanos, Figures figures, long logged) {
        Map<String, Long> logIns = figures.countersBy(Figures.LOG_INS, "result");
        return new Sample(
                nanos,
                sum(figures.counters(Figures.LOOKUPS)),
                figures.countersBy(Figures.LOOKUPS, "served").getOrDefault("cache", 0L),
                figures.distributions(Figures.LOOKUP_SECONDS).values().stream()
                        .reduce(Distribution.EMPTY, Distribution::plus),
                figures.countersBy(Figures.LOOKUPS, "result").getOrDefault("unavailable", 0L),
                sum(figures.counters(Figures.SOURCE_ERRORS)),
                logIns.getOrDefault("ok", 0L),
                logIns.entrySet().stream()
                        .filter(result -> !result.getKey().equals("ok"))
                        .mapToLong(Map.Entry::getValue)
                        .sum(),
                sum(figures.counters(Figures.POLICY)),
                some(figures, Figures.POLICY, REFUSALS),
                sum(figures.counters(Figures.MILTER)),
                some(figures, Figures.MILTER, OBJECTIONS),
                logged);
    }

    private static long sum(Map<Labels, Long> counters) {
        return counters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What a rule that observes would only have done counts for nothing. */
    private static long some(Figures figures, String name, Set<String> decisions) {
        return figures.counters(name).entrySet().stream()
                .filter(entry -> !Figures.value(entry.getKey(), "mode").equals("observe"))
                .filter(entry -> decisions.contains(Figures.value(entry.getKey(), "decision")))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The value of a series between an earlier moment and this one; NaN when there is none. */
    double since(Sample earlier, Series series) {
        double seconds = (nanos - earlier.nanos) / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return Double.NaN;
        }
        return switch (series) {
            case LOOKUPS -> more(lookups, earlier.lookups) / seconds;
            case HIT_RATIO ->
                lookups <= earlier.lookups
                        ? Double.NaN
                        : Math.min(1, more(hits, earlier.hits) / more(lookups, earlier.lookups));
            case LOOKUP_P95 -> times.minus(earlier.times).quantile(0.95).orElse(Double.NaN);
            case UNAVAILABLE -> aMinute(unavailable, earlier.unavailable, seconds);
            case SOURCE_ERRORS -> aMinute(sourceErrors, earlier.sourceErrors, seconds);
            case LOG_INS_OK -> aMinute(logInsOk, earlier.logInsOk, seconds);
            case LOG_INS_REFUSED -> aMinute(logInsRefused, earlier.logInsRefused, seconds);
            case POLICY_DECISIONS -> aMinute(policy, earlier.policy, seconds);
            case POLICY_REFUSALS -> aMinute(policyRefusals, earlier.policyRefusals, seconds);
            case MILTER_DECISIONS -> aMinute(milter, earlier.milter, seconds);
            case MILTER_OBJECTIONS -> aMinute(milterObjections, earlier.milterObjections, seconds);
            case LOGGED_ERRORS -> aMinute(logged, earlier.logged, seconds);
        };
    }

    private static double aMinute(long now, long before, double seconds) {
        return more(now, before) * 60 / seconds;
    }

    /** Counters only rise; those of what a reload removed are gone from the sum. */
    private static double more(long now, long before) {
        return Math.max(0, now - before);
    }
}
