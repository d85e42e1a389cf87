package io.github.guichet.status;

import io.github.guichet.lookup.SourceState;
import io.github.guichet.status.StatusReport.MapStatus;
import io.github.guichet.status.StatusReport.SourceStatus;
import io.github.guichet.status.StatusReport.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as lines for people. */
final class StatusText {

    /** On a screen, of these parts there are at least so many lines, however low it is. */
    private static final int FEWEST = 3;

    private static final int ERRORS = 10;
    private static final int SPARKLINE = 36;
    private static final int SHORT_SPARKLINE = 18;

    private final StatusReport report;
    private final TextStyle style;
    private final Paint paint;
    private final String window;

    StatusText(StatusReport report, TextStyle style) {
        this.report = report;
        this.style = style;
        this.paint = new Paint(style.colour());
        this.window = Words.window(report.window());
    }

    /** All of it, each line ended. */
    String text() {
        List<MapStatus> maps = report.busiestMaps();
        List<String> lines = lines(maps, maps.size(), ERRORS);
        if (style.rows() > 0 && lines.size() > style.rows()) {
            int tooMany = lines.size() - style.rows();
            int mostMaps = Math.min(maps.size(), Math.max(FEWEST, maps.size() - tooMany - 1));
            lines = lines(maps, mostMaps, ERRORS);
            int mostErrors = Math.max(FEWEST, ERRORS - Math.max(0, lines.size() - style.rows()));
            lines = lines(maps, mostMaps, mostErrors);
        }
        if (style.rows() > 0 && lines.size() > style.rows()) {
            int shown = style.rows() - 1;
            String more = "… " + (lines.size() - shown) + " more lines, for a higher window";
            lines = new ArrayList<>(lines.subList(0, shown));
            lines.add(more);
        }
        return lines.stream()
                .map(line -> (style.unicode() ? line : Paint.keepingCodes(line, ShownText::ascii)) + "\n")
                .collect(Collectors.joining());
    }

    private List<String> lines(List<MapStatus> maps, int mostMaps, int mostErrors) {
        List<String> lines = new ArrayList<>();
        lines.add(cut("guichet " + report.version() + ", process " + report.pid() + ", running for "
                + Words.age(Duration.between(report.started(), report.time()))));
        lines.add(paint.verdict(cut(report.verdict() + "; figures of the last " + window), report.healthy()));
        if (style.terminal()) {
            plots(lines);
        }
        daemons(lines);
        sources(lines);
        maps(lines, maps, mostMaps);
        tallies(lines, "LOG-INS", "MECHANISM", report.logIns());
        tallies(lines, "POLICY RULE", "MODE", report.policy());
        tallies(lines, "MILTER RULE", "MODE", report.milter());
        errors(lines, mostErrors);
        return lines;
    }

    private void plots(List<String> lines) {
        lines.add("");
        int points = style.columns() < 72 ? SHORT_SPARKLINE : SPARKLINE;
        lines.add(paint.head(cut(String.format("%-20s%-" + points + "s  %-9s %s", "LAST HOUR", "", "now", "most"))));
        plot(lines, points, "look-ups", Series.LOOKUPS);
        plot(lines, points, "from the cache", Series.HIT_RATIO);
        plot(lines, points, "95 % within", Series.LOOKUP_P95);
        plot(lines, points, "no answer", Series.UNAVAILABLE);
        if (!report.logIns().isEmpty()) {
            plot(lines, points, "log-ins", Series.LOG_INS_OK);
            plot(lines, points, "log-ins not let in", Series.LOG_INS_REFUSED);
        }
        if (!report.policy().isEmpty()) {
            plot(lines, points, "policy: refused", Series.POLICY_REFUSALS);
        }
        if (!report.milter().isEmpty()) {
            plot(lines, points, "milter: objected", Series.MILTER_OBJECTIONS);
        }
    }

    private void plot(List<String> lines, int points, String name, Series series) {
        double[] values = report.values(series);
        double[] shown = Resampled.of(values, points);
        double most = Resampled.most(shown);
        lines.add(cut(String.format(
                "%-20s%s  %-9s %s",
                name,
                Sparkline.of(shown, series.unit() == Series.Unit.RATIO ? 1 : most, style.unicode()),
                Words.value(series, Resampled.last(values)),
                Words.value(series, most))));
    }

    private void daemons(List<String> lines) {
        TextTable table = new TextTable("lrrrrl", "DAEMON", "CONNECTIONS", "REQUESTS", "ERRORS", "95 %", "LISTENS ON");
        report.daemons()
                .forEach(daemon -> table.row(
                        daemon.daemon().name(),
                        Words.count(daemon.daemon().connections()),
                        Words.count(daemon.recent().answered()),
                        Words.count(daemon.recent().protocolErrors()
                                + daemon.recent().refused()),
                        Words.seconds(daemon.recent().latency().p95()),
                        String.join(" ", daemon.daemon().addresses())));
        add(lines, table, report.daemons().size());
    }

    private void sources(List<String> lines) {
        if (report.sources().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("llrrrrl", "SOURCE", "STATE", "QUESTIONS", "ERRORS", "MEDIAN", "95 %", "SINCE");
        report.sources()
                .forEach(source -> table.row(
                        source.name(),
                        source.state() instanceof SourceState.Down ? "DOWN" : Words.of(source.state()),
                        Words.count(source.recent().answered()),
                        Words.count(source.recent().errors()),
                        Words.seconds(source.recent().latency().median()),
                        Words.seconds(source.recent().latency().p95()),
                        since(source.state())));
        List<String> rows = table.lines(style.columns());
        lines.add("");
        lines.add(paint.head(rows.get(0)));
        for (int i = 1; i < rows.size(); i++) {
            SourceStatus source = report.sources().get(i - 1);
            lines.add(paint.alarm(rows.get(i), source.state() instanceof SourceState.Down));
            if (source.state() instanceof SourceState.Down why) {
                lines.add(cut("  " + ShownText.clipped(why.reason(), StatusJson.LONGEST)));
            }
        }
    }

    private String since(SourceState state) {
        if (state instanceof SourceState.Down down) {
            return ago(down.since());
        }
        return state instanceof SourceState.Up up ? ago(up.since()) : "not asked yet";
    }

    private String ago(Instant time) {
        return Words.time(time) + " (" + Words.age(Duration.between(time, report.time())) + ")";
    }

    private void maps(List<String> lines, List<MapStatus> maps, int most) {
        TextTable table = new TextTable(
                "lrrrrrrrrr",
                "MAP",
                "LOOK-UPS",
                "HITS",
                "NO ANSWER",
                "STALE",
                "MEDIAN",
                "95 %",
                "CACHED",
                "BYTES",
                "DROPPED");
        maps.stream()
                .limit(most)
                .forEach(map -> table.row(
                        map.name(),
                        Words.count(map.recent().all()),
                        map.cache().isPresent() ? Words.percent(map.recent().hitRatio()) : "-",
                        Words.count(map.recent().unavailable()),
                        Words.count(map.recent().stale()),
                        Words.seconds(map.recent().latency().median()),
                        Words.seconds(map.recent().latency().p95()),
                        map.cache().map(cache -> Words.count(cache.entries())).orElse("-"),
                        map.cache().map(cache -> Words.bytes(cache.bytes())).orElse("-"),
                        map.cache().map(cache -> Words.count(cache.evictions())).orElse("-")));
        add(lines, table, maps.size());
        if (maps.size() > most) {
            lines.add(cut("… and " + (maps.size() - most) + " maps that were asked less"));
        }
    }

    private void tallies(List<String> lines, String head, String kind, List<Tally> tallies) {
        TextTable table = new TextTable("llll", head, kind, "LAST " + window, "SINCE THE START");
        Tallies.bySubject(tallies)
                .forEach((subject, ofSubject) -> table.row(
                        ShownText.clipped(subject.name(), 60),
                        subject.kind(),
                        Tallies.outcomes(ofSubject, Tally::recent),
                        Tallies.outcomes(ofSubject, Tally::total)));
        add(lines, table, tallies.size());
    }

    private void errors(List<String> lines, int most) {
        lines.add("");
        if (report.errors().isEmpty()) {
            lines.add("No errors and no warnings were logged.");
            return;
        }
        lines.add(paint.head(cut("LAST ERRORS of " + Words.count(report.errorsTotal()) + " since the start")));
        report.errors().stream()
                .limit(most)
                .forEach(line ->
                        lines.add(cut(Words.time(line.time()) + "  " + String.format("%-7s", Words.of(line.severity()))
                                + "  " + ShownText.clipped(line.text(), RecentErrors.LONGEST))));
    }

    private void add(List<String> lines, TextTable table, int rows) {
        if (rows == 0) {
            return;
        }
        List<String> all = table.lines(style.columns());
        lines.add("");
        lines.add(paint.head(all.get(0)));
        lines.addAll(all.subList(1, all.size()));
    }

    private String cut(String line) {
        return TextTable.cut(line, style.columns());
    }
}
