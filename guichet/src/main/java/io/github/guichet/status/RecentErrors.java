package io.github.guichet.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The last errors and warnings of the log. Safe for use by many threads. */
public final class RecentErrors implements Consumer<LoggedLine> {

    /** How many are kept. */
    static final int KEPT = 50;

    /** Longest text that is kept, in characters; the log has the rest. */
    static final int LONGEST = 400;

    private final Deque<LoggedLine> lines = new ArrayDeque<>();
    private long total;

    /** Keeps one, and forgets the oldest. */
    @Override
    public synchronized void accept(LoggedLine line) {
        total++;
        if (lines.size() == KEPT) {
            lines.removeLast();
        }
        lines.addFirst(new LoggedLine(line.time(), line.severity(), ShownText.clipped(line.text(), LONGEST)));
    }

    /** The last ones, the newest first. */
    synchronized List<LoggedLine> newestFirst() {
        return new ArrayList<>(lines);
    }

    /** How many there were since the start. */
    synchronized long total() {
        return total;
    }
}
