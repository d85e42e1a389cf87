package io.github.guichet.status;

import io.github.guichet.status.StatusReport.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Tallies of one subject, brought together for people. */
final class Tallies {

    /** A service with a mechanism, or a rule with its mode. */
    record Subject(String name, String kind) {}

    private Tallies() {}

    /** In the order in which they come. */
    static Map<Subject, List<Tally>> bySubject(List<Tally> tallies) {
        return tallies.stream()
                .collect(Collectors.groupingBy(
                        tally -> new Subject(tally.subject(), tally.kind()), LinkedHashMap::new, Collectors.toList()));
    }

    /** Such as {@code dunno 12, reject 3}; a dash when there were none. */
    static String outcomes(List<Tally> tallies, ToLongFunction<Tally> count) {
        String outcomes = tallies.stream()
                .filter(tally -> count.applyAsLong(tally) > 0)
                .map(tally -> tally.outcome() + " " + Words.count(count.applyAsLong(tally)))
                .collect(Collectors.joining(", "));
        return outcomes.isEmpty() ? "-" : outcomes;
    }
}
