package io.github.guichet.lookup.counter;

import java.util.Arrays;

/**
 * What was counted for one subject in one sliding window, in parts of a sixtieth of its length. A part leaves as a whole once its
 * last moment is a window ago: with up to 61 parts looked at, a count leaves up to a sixtieth late and never early. Only parts in
 * which something was counted take memory. Guarded by the subject that it belongs to.
 */
final class WindowCounts {

    /** Parts of a window. */
    static final int PARTS = 60;

    private final long millis;
    /** The number of a part and what was counted in it, alternately; the oldest first. */
    private long[] parts = new long[4];

    private int size;
    private long sum;
    private long most = Long.MAX_VALUE;

    /* The part that was worked out last, its first moment and the first one behind it: many requests come in one part. */
    private long lastPart;
    private long lastFrom;
    private long lastTo;

    WindowCounts(long millis) {
        this.millis = millis;
    }

    /** The part in which a moment lies. Without rounding of its length: a window later it is exactly {@link #PARTS} more. */
    static long part(long at, long window) {
        return Math.floorDiv(at * PARTS, window);
    }

    private long part(long at) {
        if (at < lastFrom || at >= lastTo) {
            lastPart = part(at, millis);
            lastFrom = start(lastPart, millis);
            lastTo = start(lastPart + 1, millis);
        }
        return lastPart;
    }

    /** The first moment of a part. */
    static long start(long part, long window) {
        return -Math.floorDiv(-part * window, PARTS);
    }

    long millis() {
        return millis;
    }

    long sum() {
        return sum;
    }

    int size() {
        return size;
    }

    long partAt(int i) {
        return parts[2 * i];
    }

    long countAt(int i) {
        return parts[2 * i + 1];
    }

    /** How much of the limit that was asked for last is used: 1 = all. */
    double fill() {
        return (double) sum / Math.max(1, most);
    }

    long most() {
        return most;
    }

    /** Notes the limit that was asked for last. */
    void most(long limit) {
        most = limit;
    }

    /** Lets go what is older than the window. */
    void expire(long now) {
        long oldest = part(now) - PARTS;
        int gone = 0;
        while (gone < size && partAt(gone) < oldest) {
            sum -= countAt(gone);
            gone++;
        }
        if (gone > 0) {
            size -= gone;
            System.arraycopy(parts, 2 * gone, parts, 0, 2 * size);
        }
    }

    /** Counts, at a time that is not before the last one. */
    void add(long now, long amount) {
        long part = part(now);
        long counted = Math.min(amount, Long.MAX_VALUE - sum);
        sum += counted;
        if (size > 0 && part <= partAt(size - 1)) {
            parts[2 * size - 1] += counted;
            return;
        }
        if (2 * size == parts.length) {
            parts = Arrays.copyOf(parts, Math.min(2 * (PARTS + 1), 2 * parts.length));
        }
        parts[2 * size] = part;
        parts[2 * size + 1] = counted;
        size++;
    }

    /** Takes back what was counted at a time, as far as it is still there. */
    void giveBack(long at, long amount) {
        long part = part(at, millis);
        for (int i = size - 1; i >= 0; i--) {
            if (partAt(i) == part) {
                long back = Math.min(amount, countAt(i));
                parts[2 * i + 1] -= back;
                sum -= back;
                return;
            }
        }
    }

    /** How many milliseconds until an amount fits, if nothing else is counted; a window if it never does. */
    long wait(long now, long amount, long limit) {
        long left = sum;
        for (int i = 0; i < size && amount <= limit; i++) {
            left -= countAt(i);
            if (left <= limit - amount) {
                return Math.max(1, start(partAt(i) + PARTS + 1, millis) - now);
            }
        }
        return millis;
    }

    /** Counts what another window knows, each part at its last moment, as far as that is not too long ago for this one. */
    void fillFrom(WindowCounts other, long now) {
        for (int i = 0; i < other.size; i++) {
            restore(Math.min(now, start(other.partAt(i) + 1, other.millis) - 1), other.countAt(i), now);
        }
    }

    /** Counts what was counted at a time, if that is not too long ago. */
    void restore(long at, long amount, long now) {
        if (amount > 0 && part(at, millis) >= part(now, millis) - PARTS) {
            add(at, amount);
        }
    }
}
