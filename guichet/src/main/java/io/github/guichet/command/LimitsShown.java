package io.github.guichet.command;

import io.github.guichet.json.Json;
import io.github.guichet.log.Printable;
import io.github.guichet.lookup.counter.Counters.Counted;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.server.ConfigUnits;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Counts and raised limits as {@code guichet limit show} prints them. */
final class LimitsShown {

    private LimitsShown() {}

    /** One a line, fields separated by tabs: rule, subject, how much in which time; and raised limits with their end. */
    static String text(List<Counted> counts, List<Raise> raises) {
        StringBuilder text = new StringBuilder();
        sorted(counts)
                .forEach(count -> text.append(count.key().counter())
                        .append('\t')
                        .append(Printable.clipped(count.key().subject()))
                        .append('\t')
                        .append(count.used())
                        .append(" in ")
                        .append(ConfigUnits.text(Duration.ofSeconds(count.window())))
                        .append('\n'));
        raises.forEach(raise -> text.append(raise.key().counter())
                .append('\t')
                .append(Printable.clipped(raise.key().subject()))
                .append("\traised to ")
                .append(new Limits(raise.limits()))
                .append(" until ")
                .append(raise.until())
                .append('\n'));
        return text.toString();
    }

    /** The same as one object. */
    static String json(List<Counted> counts, List<Raise> raises) {
        Json json = new Json();
        json.list("counts", sorted(counts), (one, count) -> {
            one.field("rule", count.key().counter());
            one.field("subject", count.key().subject());
            one.field("window-seconds", count.window());
            one.field("used", count.used());
        });
        json.list("raises", raises, (one, raise) -> {
            one.field("rule", raise.key().counter());
            one.field("subject", raise.key().subject());
            one.field("limits", new Limits(raise.limits()).toString());
            one.field("until", raise.until().toString());
        });
        return json.end() + "\n";
    }

    private static List<Counted> sorted(List<Counted> counts) {
        return counts.stream()
                .sorted(Comparator.comparing((Counted count) -> count.key().counter())
                        .thenComparing(count -> count.key().subject())
                        .thenComparing(Counted::window))
                .toList();
    }
}
