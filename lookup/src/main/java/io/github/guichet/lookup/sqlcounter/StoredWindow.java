package io.github.guichet.lookup.sqlcounter;

import java.util.Arrays;

/**
 * What is counted in one sliding window: one number for each slice, a sixtieth of the window, that has not left it yet. A slice
 * leaves as a whole, when the youngest moment in it is as old as the window: so nothing leaves early, and at most a slice late.
 * Immutable, and written as text; the counters in memory have a window of their own, which changes in place and rounds nothing.
 * Times are milliseconds since 1970.
 */
final class StoredWindow {

    private static final int SLICES = 60;
    private static final long[] NOTHING = {};

    /** The longest a clock may go back, or be behind those of other hosts, until what is counted under later times is moved. */
    private static final long MOST_BACK = 60_000;

    private final long window;
    private final long first; // its beginning divided by the length of a slice
    private final long[] counts; // neither the first nor the last is 0

    private StoredWindow(long window, long first, long[] counts) {
        this.window = window;
        this.first = first;
        this.counts = counts;
    }

    /** Its length in milliseconds. */
    long window() {
        return window;
    }

    static StoredWindow empty(long window) {
        return new StoredWindow(window, 0, NOTHING);
    }

    /** The length of a slice. */
    private long slice() {
        return Math.max(1, window / SLICES);
    }

    private boolean isEmpty() {
        return counts.length == 0;
    }

    private long last() {
        return first + counts.length - 1;
    }

    /** When the newest slice begins; 0 if there is none. */
    long newest() {
        return isEmpty() ? 0 : last() * slice();
    }

    /** When the last of it leaves the window. */
    long end() {
        return isEmpty() ? 0 : (last() + 1) * slice() + window;
    }

    long used() {
        long sum = 0;
        for (long count : counts) {
            sum = sum(sum, count);
        }
        return sum;
    }

    /** What is still in the window. After a clock was set back by long, what was counted in its future counts as of now. */
    StoredWindow at(long now) {
        if (isEmpty()) {
            return this;
        }
        long current = now / slice();
        if (newest() > now + Math.min(window, MOST_BACK)) {
            return movedBack(now, current);
        }
        // (k + 1) * slice <= now - window  is gone
        long oldest = Math.floorDiv(now - window, slice());
        int gone = (int) Math.max(0, Math.min(counts.length, oldest - first));
        return gone == 0 ? this : of(window, first + gone, Arrays.copyOfRange(counts, gone, counts.length));
    }

    private StoredWindow movedBack(long now, long current) {
        long moved = 0;
        int kept = (int) Math.max(0, Math.min(counts.length, current + 1 - first));
        for (int i = kept; i < counts.length; i++) {
            moved = sum(moved, counts[i]);
        }
        return of(window, first, Arrays.copyOf(counts, kept)).at(now).plus(now, moved);
    }

    /** With so much more in the slice of this time, which must not be before {@link #newest}. */
    StoredWindow plus(long at, long amount) {
        long index = at / slice();
        if (isEmpty()) {
            return of(window, index, new long[] {amount});
        }
        long[] more = Arrays.copyOf(counts, (int) (index - first) + 1);
        more[more.length - 1] = sum(more[more.length - 1], amount);
        return new StoredWindow(window, first, more);
    }

    /** With so much less in the slice of this time, if it is still there. */
    StoredWindow minus(long at, long amount) {
        long index = at / slice() - first;
        if (index < 0 || index >= counts.length) {
            return this;
        }
        long[] less = counts.clone();
        less[(int) index] = Math.max(0, less[(int) index] - amount);
        return of(window, first, less);
    }

    /** The same in a window of another length: each slice as if all of it had come at its last moment. */
    StoredWindow as(long length, long now) {
        StoredWindow other = empty(length);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                long at = Math.min(now, (first + i + 1) * slice() - 1);
                other = other.at(at).plus(at, counts[i]);
            }
        }
        return other.at(now);
    }

    /** How long until so much more would not exceed the limit, if nothing else comes; the window if it never would. */
    long wait(long now, long most, long amount) {
        long left = used();
        for (int i = 0; i < counts.length && amount <= most; i++) {
            left -= counts[i];
            if (left <= most - amount) {
                return Math.max(1, (first + i + 1) * slice() + window - now);
            }
        }
        return window;
    }

    private static StoredWindow of(long window, long first, long[] counts) {
        int from = 0;
        int to = counts.length;
        while (from < to && counts[from] == 0) {
            from++;
        }
        while (to > from && counts[to - 1] == 0) {
            to--;
        }
        return from == to
                ? empty(window)
                : new StoredWindow(window, first + from, Arrays.copyOfRange(counts, from, to));
    }

    /** No sum of sizes of messages comes near, but a damaged row must not make a full counter an empty one. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** As it is stored: {@code window@first=count,count}. */
    void write(StringBuilder text) {
        text.append(window).append('@').append(first).append('=');
        for (int i = 0; i < counts.length; i++) {
            text.append(i == 0 ? "" : ",").append(counts[i]);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is nothing of that kind
     */
    static StoredWindow read(String text) {
        int at = text.indexOf('@');
        int equals = text.indexOf('=', at + 1);
        if (at < 0 || equals < 0) {
            throw new IllegalArgumentException("no window");
        }
        long window = Long.parseLong(text, 0, at, 10);
        long first = Long.parseLong(text, at + 1, equals, 10);
        String[] numbers = equals + 1 == text.length()
                ? new String[0]
                : text.substring(equals + 1).split(",", -1);
        long[] counts = new long[numbers.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Long.parseLong(numbers[i]);
            if (counts[i] < 0) {
                throw new IllegalArgumentException("a negative count");
            }
        }
        // Twice a window fits, with what a clock that was set back leaves.
        if (window < 1 || first < 0 || first > Long.MAX_VALUE / 2 / window || counts.length > 4 * SLICES) {
            throw new IllegalArgumentException("a window out of range");
        }
        return of(window, first, counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredWindow w
                && w.window == window
                && w.first == first
                && Arrays.equals(w.counts, counts);
    }

    @Override
    public int hashCode() {
        return (int) (window * 31 + first) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }
}
