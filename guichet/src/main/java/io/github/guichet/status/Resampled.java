package io.github.guichet.status;

import java.util.Arrays;

/** A series brought to the width that there is. */
final class Resampled {

    private Resampled() {}

    /**
     * The last hour in so many points, the newest last. A point is the largest value of its time, so that a short peak is seen.
     *
     * @param values at most {@link StatusSampler#STEPS}, the newest last
     * @return {@code points} values; NaN where nothing is known
     */
    static double[] of(double[] values, int points) {
        double[] shown = new double[points];
        Arrays.fill(shown, Double.NaN);
        int missing = StatusSampler.STEPS - values.length;
        for (int i = 0; i < values.length; i++) {
            int point = (int) ((long) (missing + i) * points / StatusSampler.STEPS);
            if (!Double.isNaN(values[i]) && (Double.isNaN(shown[point]) || shown[point] < values[i])) {
                shown[point] = values[i];
            }
        }
        return shown;
    }

    /** The largest value; NaN when there is none. */
    static double most(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
    }

    /** The newest value; NaN when there is none. */
    static double last(double[] values) {
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }
}
