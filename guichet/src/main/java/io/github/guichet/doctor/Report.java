package io.github.guichet.doctor;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings as text for people: a line or more each, what matters less is not hidden. */
public final class Report {

    private static final String INDENT = " ".repeat(16);

    private Report() {}

    /** Prints all findings and a line with their numbers. */
    public static void print(List<Doctor.Examined> all, PrintWriter out) {
        for (Doctor.Examined examined : all) {
            for (Finding finding : examined.findings()) {
                out.printf(Locale.ROOT, "%-15s %s: %s%n", finding.severity(), examined.examination(), finding.what());
                if (!finding.advice().isEmpty()) {
                    out.println(INDENT + finding.advice() + (finding.paste().isEmpty() ? "" : ":"));
                }
                finding.paste().forEach(line -> out.println(INDENT + "    " + line));
            }
        }
        out.println(summary(all));
    }

    /** How many findings of each kind. */
    static String summary(List<Doctor.Examined> all) {
        List<Finding> findings =
                all.stream().flatMap(e -> e.findings().stream()).toList();
        List<String> parts = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.UNKNOWN, Severity.NOTE)) {
            long count = findings.stream().filter(f -> f.severity() == severity).count();
            if (count > 0) {
                parts.add(count + " x " + severity);
            }
        }
        return all.size() + " examinations: " + (parts.isEmpty() ? "all fine" : String.join(", ", parts));
    }
}
