package io.github.guichet.status;

import io.github.guichet.lookup.SourceState;
import io.github.guichet.status.StatusReport.MapStatus;
import io.github.guichet.status.StatusReport.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** The parts of the page that change: a report as HTML. */
final class StatusHtml {

    /** More are not shown; {@code /status.json} has all. */
    static final int MOST_MAPS = 100;

    private static final int MOST_ROWS = 200;
    private static final int MOST_ERRORS = 20;
    private static final int BAR = 40;

    private final StatusReport report;
    private final String window;
    private final Html html = new Html();

    StatusHtml(StatusReport report) {
        this.report = report;
        this.window = Words.window(report.window());
    }

    /** The page's content. */
    String content() {
        head();
        plots();
        sources();
        maps();
        tallies("log-ins", "Log-ins", "Nobody has tried to log in.", "Service", "Mechanism", report.logIns());
        tallies("policy", "Policy decisions", "No rule has decided anything.", "Rule", "Mode", report.policy());
        tallies("milter", "Milter decisions", "No rule has looked at a message.", "Rule", "Mode", report.milter());
        daemons();
        errors();
        return html.toString();
    }

    private void head() {
        html.tags("<header data-part=\"head\"><h1>guichet</h1>\n<p class=\"verdict "
                        + (report.healthy() ? "up" : "down") + "\">")
                .text((report.healthy() ? "✓ All is well: " : "✗ Trouble: ") + report.verdict() + ".")
                .tags("</p>\n<p class=\"pale\">Version ")
                .text(report.version() + ", process " + report.pid() + ", running for "
                        + Words.age(Duration.between(report.started(), report.time())) + ". As of ");
        time("taken", report.time(), Words.zoned(report.time()));
        html.text(". Figures are of the last " + window + ", unless they say otherwise.")
                .tags("</p></header>\n");
    }

    private void time(String kind, Instant time, String shown) {
        html.tags("<time class=\"" + kind + "\" datetime=\"")
                .text(time.toString())
                .tags("\">");
        html.text(shown).tags("</time>");
    }

    private void plots() {
        part("plots", "The last hour");
        html.tags("<div class=\"plots\">");
        HtmlPlot plots = new HtmlPlot(report, html);
        plots.plot("Look-ups", Series.LOOKUPS);
        plots.plot("Answered from the cache", Series.HIT_RATIO);
        plots.plot("19 of 20 look-ups within", Series.LOOKUP_P95);
        plots.plot("Trouble", "no answer", Series.UNAVAILABLE, "source errors", Series.SOURCE_ERRORS);
        plots.plot("Log-ins", "let in", Series.LOG_INS_OK, "not let in", Series.LOG_INS_REFUSED);
        plots.plot("Policy", "decided", Series.POLICY_DECISIONS, "refused", Series.POLICY_REFUSALS);
        plots.plot("Milter", "decided", Series.MILTER_DECISIONS, "objected", Series.MILTER_OBJECTIONS);
        plots.plot("Errors and warnings logged", Series.LOGGED_ERRORS);
        html.tags("</div></section>\n");
    }

    private void sources() {
        part("sources", "Sources");
        if (report.sources().isEmpty()) {
            html.tags("<p>There are none.</p></section>\n");
            return;
        }
        HtmlTable table = new HtmlTable(
                html,
                "Sources, their state, and the figures of the last " + window,
                "Source",
                "State",
                "Since",
                "#Questions",
                "#Errors",
                "#Errors since the start",
                "#Median",
                "#19 of 20 within");
        report.sources().stream()
                .limit(MOST_ROWS)
                .forEach(source -> table.row(
                        source.name(),
                        row -> row.cell("w", h -> state(source.state()))
                                .cell("w", h -> since(source.state()))
                                .figure(Words.count(source.recent().answered()))
                                .trouble(source.recent().errors())
                                .figure(Words.count(source.total().errors()))
                                .figure(Words.seconds(source.recent().latency().median()))
                                .figure(Words.seconds(source.recent().latency().p95()))));
        table.end();
        report.sources().stream().limit(MOST_ROWS).forEach(source -> {
            if (source.state() instanceof SourceState.Down down) {
                html.tags("<p><span class=\"bad\">✗ ")
                        .text(source.name())
                        .text(" is down:")
                        .tags("</span> ");
                untrusted(down.reason());
                html.tags("</p>\n");
            }
        });
        html.tags("</section>\n");
    }

    private void state(SourceState state) {
        String word = Words.of(state);
        String shape = state instanceof SourceState.Down ? "✗ " : state instanceof SourceState.Up ? "✓ " : "? ";
        html.tags("<span class=\"state " + word + "\">")
                .text(shape + (word.equals("unknown") ? "not asked yet" : word))
                .tags("</span>");
    }

    private void since(SourceState state) {
        if (state instanceof SourceState.Down down) {
            time("since", down.since(), ago(down.since()));
        } else if (state instanceof SourceState.Up up) {
            time("since", up.since(), ago(up.since()));
        } else {
            html.text("-");
        }
    }

    private String ago(Instant time) {
        return Words.time(time) + " (" + Words.age(Duration.between(time, report.time())) + ")";
    }

    private void maps() {
        part("maps", "Maps");
        List<MapStatus> shown = report.busiestMaps().stream().limit(MOST_MAPS).toList();
        HtmlTable table = new HtmlTable(
                html,
                "Maps and the figures of the last " + window + ", those with the most look-ups first",
                "Map",
                "#Look-ups",
                "#From the cache",
                "#No answer",
                "#Expired answers served",
                "#Median",
                "#19 of 20 within",
                "#Look-ups since the start",
                "#Answers kept",
                "#Memory");
        shown.forEach(map -> table.row(
                map.name(),
                row -> row.figure(Words.count(map.recent().all()))
                        .cell("n", h -> ratio(map))
                        .trouble(map.recent().unavailable())
                        .trouble(map.recent().stale())
                        .figure(Words.seconds(map.recent().latency().median()))
                        .figure(Words.seconds(map.recent().latency().p95()))
                        .figure(Words.count(map.total().all()))
                        .figure(map.cache()
                                .map(cache -> Words.count(cache.entries()))
                                .orElse("no cache"))
                        .figure(map.cache()
                                .map(cache -> Words.bytes(cache.bytes()))
                                .orElse("-"))));
        table.end();
        if (report.maps().size() > shown.size()) {
            html.tags("<p class=\"pale\">")
                    .text((report.maps().size() - shown.size()) + " more maps were asked less; /status.json has them.")
                    .tags("</p>");
        }
        html.tags("</section>\n");
    }

    private void ratio(MapStatus map) {
        OptionalDouble ratio = map.recent().hitRatio();
        if (map.cache().isEmpty() || ratio.isEmpty()) {
            html.text("-");
            return;
        }
        int full = (int) Math.round(ratio.getAsDouble() * BAR);
        html.tags("<svg class=\"bar\" width=\"" + (BAR + 2)
                + "\" height=\"10\" aria-hidden=\"true\"><rect class=\"fill\" x=\"1\""
                + " y=\"1\" width=\"" + full + "\" height=\"8\"/><rect class=\"frame\" x=\".5\" y=\".5\" width=\""
                + (BAR + 1)
                + "\" height=\"9\"/></svg>");
        html.text(Words.percent(ratio));
    }

    private void tallies(String part, String title, String none, String subject, String kind, List<Tally> tallies) {
        part(part, title);
        if (tallies.isEmpty()) {
            html.tags("<p>").text(none).tags("</p></section>\n");
            return;
        }
        HtmlTable table = new HtmlTable(html, title, subject, kind, "Last " + window, "Since the start");
        Tallies.bySubject(tallies).entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(entry -> table.row(
                        ShownText.clipped(entry.getKey().name(), 80),
                        row -> row.words(entry.getKey().kind())
                                .words(Tallies.outcomes(entry.getValue(), Tally::recent))
                                .words(Tallies.outcomes(entry.getValue(), Tally::total))));
        table.end();
        html.tags("</section>\n");
    }

    private void daemons() {
        part("daemons", "Daemons");
        HtmlTable table = new HtmlTable(
                html,
                "Daemons and the figures of the last " + window,
                "Daemon",
                "#Connections",
                "#Requests",
                "#Not understood",
                "#Connections refused",
                "#19 of 20 within",
                "Listens on");
        report.daemons()
                .forEach(daemon -> table.row(
                        daemon.daemon().name(),
                        row -> row.figure(Words.count(daemon.daemon().connections()))
                                .figure(Words.count(daemon.recent().answered()))
                                .trouble(daemon.recent().protocolErrors())
                                .trouble(daemon.recent().refused())
                                .figure(Words.seconds(daemon.recent().latency().p95()))
                                .cell(
                                        "w long",
                                        h -> h.text(String.join(
                                                ", ", daemon.daemon().addresses())))));
        table.end();
        html.tags("</section>\n");
    }

    private void errors() {
        part("errors", "Recent errors");
        if (report.errors().isEmpty()) {
            html.tags("<p>No errors and no warnings were logged.</p></section>\n");
            return;
        }
        html.tags("<p class=\"pale\">")
                .text("The last of " + Words.count(report.errorsTotal()) + " since the start; the log has all of them.")
                .tags("</p><ol class=\"errors\">");
        report.errors().stream().limit(MOST_ERRORS).forEach(line -> {
            String severity = Words.of(line.severity());
            html.tags("<li class=\"" + severity + "\"><span class=\"pale\">");
            time("logged", line.time(), Words.time(line.time()));
            html.text(" " + severity).tags("</span><br>");
            untrusted(line.text());
            html.tags("</li>\n");
        });
        html.tags("</ol></section>\n");
    }

    /** What a peer or a server said is in it. */
    private void untrusted(String text) {
        html.tags("<code><bdi>")
                .text(ShownText.clipped(text, RecentErrors.LONGEST))
                .tags("</bdi></code>");
    }

    private void part(String name, String title) {
        html.tags("<section data-part=\"" + name + "\" aria-labelledby=\"h-" + name + "\"><h2 id=\"h-" + name + "\">")
                .text(title)
                .tags("</h2>\n");
    }
}
