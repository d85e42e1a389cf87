package io.github.guichet.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in the first columns of docs/metrics.md; one that ends with an asterisk stands for all that begin so. */
record MetricsReference(Set<String> names) {

    private static final Pattern NAME = Pattern.compile("`([a-z][a-z0-9_]+\\*?)`");

    static MetricsReference read(Path page) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("| `")) {
                Matcher name = NAME.matcher(line.substring(0, line.indexOf('|', 1)));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return new MetricsReference(names);
    }

    /** Whether a name of the page is or covers that of a metric. */
    static boolean covers(String name, String metric) {
        return name.endsWith("*") ? metric.startsWith(name.substring(0, name.length() - 1)) : metric.equals(name);
    }

    /** Whether the page explains a metric. */
    boolean explains(String metric) {
        return names.stream().anyMatch(name -> covers(name, metric));
    }
}
