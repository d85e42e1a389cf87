package io.github.guichet.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Remembers the last hour: a {@link Sample} every ten seconds for the plots, and all figures of each of the last minutes, so that
 * what came in the last five can be told. Takes about 200 kB. Safe for use by many threads.
 */
final class StatusSampler {

    /** From one sample to the next. */
    static final Duration STEP = Duration.ofSeconds(10);

    /** How far the plots go back, in steps. */
    static final int STEPS = 360;

    /** How far the recent figures go back. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final long BETWEEN_FIGURES = Duration.ofMinutes(1).toNanos();

    /** All figures at one moment. */
    record Moment(long nanos, Figures figures) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Deque<Moment> moments = new ArrayDeque<>();

    /** Begins to remember. */
    StatusSampler(long nanos, Figures figures, long logged) {
        sample(nanos, figures, logged);
    }

    /** Remembers what is so now. Called every {@link #STEP}. */
    synchronized void sample(long nanos, Figures figures, long logged) {
        samples.addLast(Sample.of(nanos, figures, logged));
        if (samples.size() > STEPS + 1) {
            samples.removeFirst();
        }
        if (moments.isEmpty() || nanos - moments.getLast().nanos() >= BETWEEN_FIGURES) {
            moments.addLast(new Moment(nanos, figures));
        }
        // The oldest is the last one that is as old as the window, or the first of all.
        while (moments.size() > 1 && nanos - second().nanos() >= WINDOW.toNanos()) {
            moments.removeFirst();
        }
    }

    private Moment second() {
        Iterator<Moment> all = moments.iterator();
        all.next();
        return all.next();
    }

    /** The moment that recent figures count from. */
    synchronized Moment windowStart() {
        return moments.getFirst();
    }

    /** The plots' values until the last sample, for as many steps as there were; at most {@link #STEPS}. */
    synchronized List<StatusReport.Trend> trends() {
        List<StatusReport.Trend> trends = new ArrayList<>();
        for (Series series : Series.values()) {
            double[] values = new double[samples.size() - 1];
            int step = -1;
            Sample before = samples.getFirst();
            for (Sample sample : samples) {
                if (step >= 0) {
                    values[step] = sample.since(before, series);
                }
                before = sample;
                step++;
            }
            trends.add(new StatusReport.Trend(series, values));
        }
        return trends;
    }
}
