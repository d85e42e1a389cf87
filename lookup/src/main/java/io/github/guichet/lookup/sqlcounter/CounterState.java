package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is counted for one key: its windows, and who wrote its row, the last one first. Immutable. Times are
 * milliseconds since 1970.
 */
record CounterState(List<StoredWindow> windows, List<Write> writes) {

    static final CounterState EMPTY = new CounterState(List.of(), List.of());

    private static final int MOST_WRITERS = 8;
    private static final int MOST_WINDOWS = 32;
    private static final Comparator<Long> LONGEST_FIRST = Comparator.reverseOrder();

    CounterState {
        windows = List.copyOf(windows);
        writes = List.copyOf(writes);
    }

    /** Without what has left its window. */
    CounterState at(long now) {
        return of(
                windows.stream()
                        .map(w -> w.at(now))
                        .sorted(Comparator.comparing(StoredWindow::window, LONGEST_FIRST))
                        .limit(MOST_WINDOWS)
                        .toList(),
                writes);
    }

    /** An empty window stays while others have something: it knows that nothing is in it, which no other can tell as well. */
    private static CounterState of(List<StoredWindow> windows, List<Write> writes) {
        return new CounterState(windows.stream().allMatch(w -> w.end() == 0) ? List.of() : windows, writes);
    }

    /** What a decision comes to, and the state after it. */
    record Taken(CountAnswer answer, CounterState after) {}

    /** Decides: counts if all limits allow it; or only says whether they would. For a state as of {@link #at now}. */
    Taken take(long now, long amount, List<Limit> limits, boolean count) {
        // A count never goes before what is there: the clocks of two hosts differ by some milliseconds.
        long when = Math.max(
                now, windows.stream().mapToLong(StoredWindow::newest).max().orElse(0));
        List<Usage> before = new ArrayList<>();
        List<Usage> after = new ArrayList<>();
        Usage worst = null;
        long wait = 0;
        for (Limit limit : limits) {
            StoredWindow window = window(length(limit), now);
            long used = window.used();
            before.add(new Usage(limit, used));
            after.add(new Usage(limit, used + amount));
            if (amount > limit.most() - used) {
                long mine = window.wait(now, limit.most(), amount);
                if (worst == null || mine > wait) {
                    worst = new Usage(limit, used);
                    wait = mine;
                }
            }
        }
        if (worst != null) {
            return new Taken(new CountAnswer.Over(worst, before, Duration.ofMillis(wait)), this);
        }
        return new Taken(
                new CountAnswer.Within(count ? after : before, Instant.ofEpochMilli(when)),
                limits.isEmpty() || !count ? this : with(limits, now).changed(w -> w.plus(when, amount)));
    }

    /** Takes back what was counted at this time. */
    CounterState giveBack(long at, long amount) {
        return changed(w -> w.minus(at, amount));
    }

    private interface Change {
        StoredWindow of(StoredWindow window);
    }

    private CounterState changed(Change change) {
        return of(windows.stream().map(change::of).toList(), writes);
    }

    /** With a window for each limit, so that from now on everything is counted in it. */
    private CounterState with(List<Limit> limits, long now) {
        List<Long> missing = limits.stream()
                .map(CounterState::length)
                .distinct()
                .filter(length -> windows.stream().noneMatch(w -> w.window() == length))
                .toList();
        return missing.isEmpty()
                ? this
                : new CounterState(
                        Stream.concat(windows.stream(), missing.stream().map(length -> window(length, now)))
                                .toList(),
                        writes);
    }

    /** The window of a length; one that is not there yet knows what the nearest one knows. */
    private StoredWindow window(long length, long now) {
        StoredWindow nearest = null;
        for (StoredWindow window : windows) {
            if (window.window() == length) {
                return window;
            }
            if (nearest == null || nearer(window.window(), nearest.window(), length)) {
                nearest = window;
            }
        }
        return nearest == null ? StoredWindow.empty(length) : nearest.as(length, now);
    }

    /** The shortest of those that are long enough knows best; of those that are not, the longest. */
    private static boolean nearer(long one, long other, long wanted) {
        return one >= wanted ? other < wanted || one < other : other < wanted && one > other;
    }

    /** In milliseconds; a part of one counts as one. */
    private static long length(Limit limit) {
        return limit.window().plusNanos(999_999).toMillis();
    }

    /**
     * What a daemon wrote last: so it can tell whether a statement that nobody answered was carried out, however often others wrote
     * after that.
     *
     * @param writer the daemon, by a random number
     * @param version of the row then
     */
    record Write(long writer, long version) {}

    /** As a daemon writes it. */
    CounterState by(Write write) {
        return new CounterState(
                windows,
                Stream.concat(Stream.of(write), writes.stream().filter(w -> w.writer() != write.writer()))
                        .limit(MOST_WRITERS)
                        .toList());
    }

    /** Whether somebody wrote this version, and did not write since. */
    boolean has(long version) {
        return writes.stream().anyMatch(w -> w.version() == version);
    }

    /** When nothing of it counts any more, rounded up so that the row's place in the index seldom changes. */
    long expires(long now) {
        long end = windows.stream().mapToLong(StoredWindow::end).max().orElse(now);
        long step =
                end - now > Duration.ofHours(2).toMillis() ? Duration.ofHours(1).toMillis() : 60_000;
        return (end / step + 1) * step;
    }

    /** As it is stored: {@code window@first=count,count … #writer:version …}. */
    String write() {
        StringBuilder text = new StringBuilder(40 + windows.size() * 100);
        for (StoredWindow window : windows) {
            window.write(text);
            text.append(' ');
        }
        for (Write write : writes) {
            text.append('#')
                    .append(write.writer())
                    .append(':')
                    .append(write.version())
                    .append(' ');
        }
        return text.toString().stripTrailing();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is nothing of that kind
     */
    static CounterState read(String text) {
        List<StoredWindow> windows = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (word.startsWith("#")) {
                writes.add(writeOf(word));
            } else if (!word.isEmpty()) {
                windows.add(StoredWindow.read(word));
            }
        }
        return new CounterState(windows, writes);
    }

    private static Write writeOf(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no writer");
        }
        return new Write(Long.parseLong(word, 1, colon, 10), Long.parseLong(word.substring(colon + 1)));
    }
}
