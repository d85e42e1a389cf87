package io.github.guichet.status;

import io.github.guichet.status.StatusReport.DaemonStatus;
import io.github.guichet.status.StatusReport.MapStatus;
import io.github.guichet.status.StatusReport.Questions;
import io.github.guichet.status.StatusReport.Requests;
import io.github.guichet.status.StatusReport.SourceStatus;
import io.github.guichet.status.StatusReport.Tally;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sorts figures by what they are about: each part of a report from all that was counted, and from what was counted lately. */
final class StatusReporter {

    private final Figures total;
    private final Figures recent;

    /**
     * Of these figures.
     *
     * @param total since the start
     * @param recent of the last minutes
     */
    StatusReporter(Figures total, Figures recent) {
        this.total = total;
        this.recent = recent;
    }

    List<DaemonStatus> daemons(List<ServerView.Daemon> daemons) {
        Function<String, Requests> all = requests(total);
        Function<String, Requests> lately = requests(recent);
        return daemons.stream()
                .map(daemon -> new DaemonStatus(daemon, all.apply(daemon.name()), lately.apply(daemon.name())))
                .toList();
    }

    private static Function<String, Requests> requests(Figures figures) {
        Map<String, Long> answered = figures.countersBy(Figures.REQUESTS, "daemon");
        Map<String, Long> wrong = figures.countersBy(Figures.PROTOCOL_ERRORS, "daemon");
        Map<String, Long> refused = figures.countersBy(Figures.REFUSED, "daemon");
        Map<String, Distribution> times = figures.distributionsBy(Figures.REQUEST_SECONDS, "daemon");
        return name -> new Requests(
                answered.getOrDefault(name, 0L),
                wrong.getOrDefault(name, 0L),
                refused.getOrDefault(name, 0L),
                Latency.of(times.getOrDefault(name, Distribution.EMPTY)));
    }

    List<SourceStatus> sources(List<ServerView.Source> sources) {
        Function<String, Questions> all = questions(total);
        Function<String, Questions> lately = questions(recent);
        return sources.stream()
                .sorted(Comparator.comparing(ServerView.Source::name))
                .map(source -> new SourceStatus(
                        source.name(), source.state(), all.apply(source.name()), lately.apply(source.name())))
                .toList();
    }

    private static Function<String, Questions> questions(Figures figures) {
        Map<String, Distribution> times = figures.distributionsBy(Figures.SOURCE_SECONDS, "source");
        Map<String, Long> errors = figures.countersBy(Figures.SOURCE_ERRORS, "source");
        return name -> {
            Distribution answered = times.getOrDefault(name, Distribution.EMPTY);
            return new Questions(answered.count(), errors.getOrDefault(name, 0L), Latency.of(answered));
        };
    }

    List<MapStatus> maps(List<ServerView.Asked> maps) {
        Map<String, Lookups> all = lookups(total);
        Map<String, Lookups> lately = lookups(recent);
        return maps.stream()
                .sorted(Comparator.comparing(ServerView.Asked::name))
                .map(map -> new MapStatus(
                        map.name(),
                        map.cache(),
                        all.getOrDefault(map.name(), Lookups.NONE),
                        lately.getOrDefault(map.name(), Lookups.NONE)))
                .toList();
    }

    private static Map<String, Lookups> lookups(Figures figures) {
        Map<String, Map<String, Long>> counts = new HashMap<>();
        figures.counters(Figures.LOOKUPS).forEach((labels, value) -> {
            Map<String, Long> ofMap = counts.computeIfAbsent(Figures.value(labels, "map"), m -> new HashMap<>());
            ofMap.merge(Figures.value(labels, "result"), value, Long::sum);
            ofMap.merge(Figures.value(labels, "served"), value, Long::sum);
        });
        Map<String, Distribution> times = figures.distributionsBy(Figures.LOOKUP_SECONDS, "map");
        Map<String, Lookups> lookups = new HashMap<>();
        counts.forEach((map, count) -> lookups.put(
                map,
                new Lookups(
                        count.getOrDefault("found", 0L),
                        count.getOrDefault("not_found", 0L),
                        count.getOrDefault("unavailable", 0L),
                        count.getOrDefault("cache", 0L),
                        count.getOrDefault("stale", 0L),
                        Latency.of(times.getOrDefault(map, Distribution.EMPTY)))));
        return lookups;
    }

    List<Tally> logIns() {
        return tallies(Figures.LOG_INS, "service", "mechanism", "result");
    }

    List<Tally> policy() {
        return tallies(Figures.POLICY, "rule", "mode", "decision");
    }

    List<Tally> milter() {
        return tallies(Figures.MILTER, "rule", "mode", "decision");
    }

    private List<Tally> tallies(String metric, String subject, String kind, String outcome) {
        Map<Labels, Long> lately = recent.counters(metric);
        List<Tally> tallies = new ArrayList<>();
        total.counters(metric)
                .forEach((labels, count) -> tallies.add(new Tally(
                        Figures.value(labels, subject),
                        Figures.value(labels, kind),
                        Figures.value(labels, outcome),
                        count,
                        lately.getOrDefault(labels, 0L))));
        tallies.sort(
                Comparator.comparing(Tally::subject).thenComparing(Tally::kind).thenComparing(Tally::outcome));
        return tallies;
    }
}
