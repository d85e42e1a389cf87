package io.github.guichet.status;

import io.github.guichet.lookup.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a running process is, at one moment. In each part, {@code total} is since its start and {@code recent} is of the last minutes.
 *
 * @param version of guichet
 * @param pid process id
 * @param time when this was so
 * @param started when the process began to serve
 * @param window how long the recent figures look back
 * @param errors the last errors and warnings of the log, the newest first
 * @param errorsTotal how many there were
 * @param trends of the last hour
 */
record StatusReport(
        String version,
        long pid,
        Instant time,
        Instant started,
        Duration window,
        List<DaemonStatus> daemons,
        List<SourceStatus> sources,
        List<MapStatus> maps,
        List<Tally> logIns,
        List<Tally> policy,
        List<Tally> milter,
        List<LoggedLine> errors,
        long errorsTotal,
        List<Trend> trends) {

    /** A daemon and what it was asked. */
    record DaemonStatus(ServerView.Daemon daemon, Requests total, Requests recent) {}

    /**
     * Requests in some time.
     *
     * @param answered with whatever answer
     * @param protocolErrors requests that the protocol does not allow
     * @param refused connections beyond the limit
     */
    record Requests(long answered, long protocolErrors, long refused, Latency latency) {}

    /** A source and what it was asked. */
    record SourceStatus(String name, SourceState state, Questions total, Questions recent) {}

    /**
     * Questions to a source in some time.
     *
     * @param answered those with an answer
     * @param errors those without, those refused while it is down included
     */
    record Questions(long answered, long errors, Latency latency) {}

    /** A map, its cache and what it was asked. */
    record MapStatus(String name, Optional<ServerView.Cache> cache, Lookups total, Lookups recent) {}

    /**
     * How often something came out.
     *
     * @param subject a service that somebody logged in to, or a rule
     * @param kind the mechanism of the log-in, or the rule's mode
     * @param outcome what came of it
     */
    record Tally(String subject, String kind, String outcome, long total, long recent) {}

    /**
     * A line in a plot.
     *
     * @param series what it shows
     * @param values one for each step of {@link StatusSampler#STEP}, the newest last; NaN where nothing is known
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, read once
    record Trend(Series series, double[] values) {}

    /** The maps, those that are asked most first. */
    List<MapStatus> busiestMaps() {
        return maps.stream()
                .sorted(Comparator.comparingLong(
                                (MapStatus map) -> -map.recent().all())
                        .thenComparing(map -> -map.total().all())
                        .thenComparing(MapStatus::name))
                .toList();
    }

    /** Whether no source is down. */
    boolean healthy() {
        return down() == 0;
    }

    /** How many sources are down. */
    long down() {
        return sources.stream()
                .filter(s -> s.state() instanceof SourceState.Down)
                .count();
    }

    /** The values of a series. */
    double[] values(Series series) {
        return trends.stream()
                .filter(trend -> trend.series() == series)
                .findFirst()
                .map(Trend::values)
                .orElse(new double[0]);
    }

    /** One sentence on the whole: the answer to the question that somebody has who looks. */
    String verdict() {
        if (sources.isEmpty()) {
            return "guichet answers; it has no sources that could be down";
        }
        if (healthy()) {
            return sources.size() == 1
                    ? "the source is not down"
                    : "none of the " + sources.size() + " sources is down";
        }
        return down() + " of " + sources.size() + (sources.size() == 1 ? " source" : " sources")
                + (down() == 1 ? " is down" : " are down");
    }
}
