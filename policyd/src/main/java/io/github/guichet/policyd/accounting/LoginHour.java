package io.github.guichet.policyd.accounting;

import io.github.guichet.lookup.counter.Eviction;
import java.util.Arrays;

/** The last hour of one login, in twelve parts. Safe for use by many threads. */
final class LoginHour {

    private static final int PARTS = 12;
    private static final long PART_MILLIS = 300_000;
    private static final int FIGURES = 4;

    private final long[] figures = new long[PARTS * FIGURES];
    private long newest = Long.MIN_VALUE;

    /** Adds to the part in which a time lies; a time before the last one counts as the last one. */
    synchronized void add(long now, long messages, long recipients, long bytes, long refusals) {
        slide(now);
        int at = (int) Math.floorMod(newest, (long) PARTS) * FIGURES;
        figures[at] += messages;
        figures[at + 1] += recipients;
        figures[at + 2] += bytes;
        figures[at + 3] += refusals;
    }

    /** What is in the hour that ends now. */
    synchronized LoginUsage usage(String login, long now) {
        slide(now);
        long[] sum = new long[FIGURES];
        for (int i = 0; i < figures.length; i++) {
            sum[i % FIGURES] += figures[i];
        }
        return new LoginUsage(login, sum[0], sum[1], sum[2], sum[3]);
    }

    /** How much it matters to whoever makes room for others: the more was sent, the more. */
    synchronized double worth(long now) {
        slide(now);
        long sum = 0;
        for (int i = 0; i < figures.length; i += FIGURES) {
            sum += figures[i] + figures[i + 1] + figures[i + 3];
        }
        return sum == 0 ? Eviction.NOTHING : sum;
    }

    private void slide(long now) {
        long part = Math.floorDiv(now, PART_MILLIS);
        if (newest == Long.MIN_VALUE) {
            newest = part;
        }
        for (int i = 0; i < PARTS && newest < part; i++) {
            newest = Math.max(newest + 1, part - PARTS + 1);
            int at = (int) Math.floorMod(newest, (long) PARTS) * FIGURES;
            Arrays.fill(figures, at, at + FIGURES, 0);
        }
    }
}
