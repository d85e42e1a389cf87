package io.github.guichet.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects everything that is wrong, so that it is said at once. For one thread.
 *
 * <p>A line that is no TOML is lost together with the key on it. From then on nothing is reported as <em>missing</em>: it may
 * well be what that line was to say.
 */
public final class Problems {

    private final Set<Problem> problems = new LinkedHashSet<>();
    private boolean partial;

    /** One more. */
    public void add(Problem problem) {
        problems.add(problem);
    }

    /** Something that ought to be in the file is not; silent once a part of the file could not be read. */
    public void addMissing(Problem problem) {
        if (!partial) {
            problems.add(problem);
        }
    }

    /** Says that a part of the file could not be read. */
    void partial() {
        partial = true;
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All of them, in the order of the files' lines. */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing(Problem::file)
                .thenComparingInt(p -> p.position().line())
                .thenComparingInt(p -> p.position().column()));
        return List.copyOf(sorted);
    }
}
