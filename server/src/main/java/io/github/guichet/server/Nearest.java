package io.github.guichet.server;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * The candidate that differs least.
     *
     * @param written what was written
     * @param candidates what is known
     * @return empty when nothing is near: more than two edits, or more than half of the name
     */
    public static Optional<String> of(String written, Collection<String> candidates) {
        String best = "";
        int fewest = Math.min(3, written.length() / 2 + 1);
        for (String candidate : candidates) {
            int edits = distance(written, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** A clause for the end of a message, or nothing. */
    public static String hint(String written, Collection<String> candidates) {
        return of(written, candidates)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** As {@link #hint}; if nothing is near, a list of all that is known. */
    public static String suggestion(String written, Collection<String> known) {
        String hint = hint(written, known);
        return hint.isEmpty() && !known.isEmpty() ? "; known are " + String.join(", ", known) : hint;
    }

    /** Levenshtein's distance: the number of insertions, deletions and replacements. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
