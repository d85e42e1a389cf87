package io.github.guichet.status;

import io.github.guichet.json.Json;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.status.StatusReport.MapStatus;
import io.github.guichet.status.StatusReport.Questions;
import io.github.guichet.status.StatusReport.Requests;
import io.github.guichet.status.StatusReport.Tally;
import java.time.Duration;
import java.util.List;

/** A report as one JSON object. Its keys are in docs/status.md and stay. */
final class StatusJson {

    /** More maps than this are left out, so that the answer has an end. */
    static final int MOST_MAPS = 5_000;

    /** Longest text of others, in characters. */
    static final int LONGEST = 400;

    private StatusJson() {}

    static String of(StatusReport report) {
        Json json = new Json();
        json.field("version", report.version());
        json.field("pid", report.pid());
        json.field("time", report.time().toString());
        json.field("started", report.started().toString());
        json.field(
                "uptime-seconds",
                Duration.between(report.started(), report.time()).toSeconds());
        json.field("healthy", report.healthy());
        json.field("recent-seconds", report.window().toSeconds());
        json.list("daemons", report.daemons(), (one, daemon) -> {
            one.field("name", daemon.daemon().name());
            one.field("listen", String.join(" ", daemon.daemon().addresses()));
            one.field("connections", daemon.daemon().connections());
            one.object("total", o -> requests(o, daemon.total()));
            one.object("recent", o -> requests(o, daemon.recent()));
        });
        json.list("sources", report.sources(), (one, source) -> {
            one.field("name", source.name());
            state(one, source.state());
            one.object("total", o -> questions(o, source.total()));
            one.object("recent", o -> questions(o, source.recent()));
        });
        List<MapStatus> maps = report.maps().stream().limit(MOST_MAPS).toList();
        json.field("maps-left-out", report.maps().size() - maps.size());
        json.list("maps", maps, StatusJson::map);
        tallies(json, "log-ins", "service", "mechanism", "result", report.logIns());
        tallies(json, "policy", "rule", "mode", "decision", report.policy());
        tallies(json, "milter", "rule", "mode", "decision", report.milter());
        json.field("errors-total", report.errorsTotal());
        json.list("errors", report.errors(), (one, line) -> {
            one.field("time", line.time().toString());
            one.field("severity", Words.of(line.severity()));
            one.field("text", line.text());
        });
        json.object("trends", trends -> {
            trends.field("step-seconds", StatusSampler.STEP.toSeconds());
            trends.list("series", report.trends(), (one, trend) -> {
                one.field("name", trend.series().key());
                one.field("unit", trend.series().unit().word());
                one.numbers("values", trend.values());
            });
        });
        return json.end() + "\n";
    }

    private static void requests(Json json, Requests requests) {
        json.field("requests", requests.answered());
        json.field("protocol-errors", requests.protocolErrors());
        json.field("connections-refused", requests.refused());
        latency(json, requests.latency());
    }

    private static void state(Json json, SourceState state) {
        json.field("state", Words.of(state));
        if (state instanceof SourceState.Down down) {
            json.field("since", down.since().toString());
            json.field("reason", ShownText.clipped(down.reason(), LONGEST));
        } else if (state instanceof SourceState.Up up) {
            json.field("since", up.since().toString());
        }
    }

    private static void questions(Json json, Questions questions) {
        json.field("answered", questions.answered());
        json.field("errors", questions.errors());
        latency(json, questions.latency());
    }

    private static void map(Json json, MapStatus map) {
        json.field("name", map.name());
        map.cache()
                .ifPresent(cache -> json.object("cache", o -> {
                    o.field("entries", cache.entries());
                    o.field("bytes", cache.bytes());
                    o.field("evictions", cache.evictions());
                }));
        json.object("total", o -> lookups(o, map.total()));
        json.object("recent", o -> lookups(o, map.recent()));
    }

    private static void lookups(Json json, Lookups lookups) {
        json.field("lookups", lookups.all());
        json.field("found", lookups.found());
        json.field("not-found", lookups.notFound());
        json.field("unavailable", lookups.unavailable());
        json.field("from-cache", lookups.cache());
        json.field("stale", lookups.stale());
        json.field("hit-ratio", lookups.hitRatio());
        latency(json, lookups.latency());
    }

    private static void latency(Json json, Latency latency) {
        json.field("median-seconds", latency.median());
        json.field("p95-seconds", latency.p95());
    }

    private static void tallies(
            Json json, String name, String subject, String kind, String outcome, List<Tally> tallies) {
        json.list(name, tallies, (one, tally) -> {
            one.field(subject, tally.subject());
            one.field(kind, tally.kind());
            one.field(outcome, tally.outcome());
            one.field("total", tally.total());
            one.field("recent", tally.recent());
        });
    }
}
