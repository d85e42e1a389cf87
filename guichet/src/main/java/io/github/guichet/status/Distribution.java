package io.github.guichet.status;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.OptionalDouble;

/** How many times were in which bucket. Immutable. */
final class Distribution {

    static final Distribution EMPTY = new Distribution(new double[0], new long[0]);

    private final double[] bounds; // upper ones, rising; the last is infinite
    private final long[] counts; // in each bucket alone

    private Distribution(double[] bounds, long[] counts) {
        this.bounds = bounds;
        this.counts = counts;
    }

    static Distribution of(ClassicHistogramBuckets buckets) {
        double[] bounds = new double[buckets.size()];
        long[] counts = new long[buckets.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = buckets.getUpperBound(i);
            counts[i] = buckets.getCount(i);
        }
        return new Distribution(bounds, counts);
    }

    /** Both together; they have the same buckets, or one of them is empty. */
    Distribution plus(Distribution other) {
        return combined(other, 1);
    }

    /** What came since {@code earlier}; what was counted anew since then counts whole. */
    Distribution minus(Distribution earlier) {
        return earlier.count() > count() ? this : combined(earlier, -1);
    }

    private Distribution combined(Distribution other, int sign) {
        if (other.counts.length == 0) {
            return this;
        }
        if (counts.length == 0) {
            return sign > 0 ? other : this;
        }
        long[] sums = counts.clone();
        for (int i = 0; i < Math.min(sums.length, other.counts.length); i++) {
            sums[i] = Math.max(0, sums[i] + sign * other.counts[i]);
        }
        return new Distribution(bounds, sums);
    }

    /** How many times there are. */
    long count() {
        long sum = 0;
        for (long one : counts) {
            sum += one;
        }
        return sum;
    }

    /**
     * The time within which this part of all was, as Prometheus's histogram_quantile estimates it: evenly spread in its bucket.
     *
     * @param part 0 to 1
     * @return in seconds; nothing when there are no times
     */
    OptionalDouble quantile(double part) {
        long all = count();
        if (all == 0) {
            return OptionalDouble.empty();
        }
        double rank = part * all;
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && below + counts[i] >= rank) {
                double lower = i == 0 ? 0 : bounds[i - 1];
                return OptionalDouble.of(
                        Double.isInfinite(bounds[i])
                                ? lower
                                : lower + (bounds[i] - lower) * (rank - below) / counts[i]);
            }
            below += counts[i];
        }
        return OptionalDouble.of(bounds.length > 1 ? bounds[bounds.length - 2] : 0);
    }
}
