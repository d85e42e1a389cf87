package io.github.guichet.lookup;

import java.time.Duration;

/**
 * How long answers are kept.
 *
 * @param maxEntries at most so many answers, found and not found together; 1 to 50 000 000
 * @param ttl how long a found value is answered without asking again; zero means that every question is asked
 * @param negativeTtl the same for "not found": shorter, so that a new mailbox works soon
 * @param stale how long beyond {@code ttl} a found value may still be answered, only while its source is unavailable; zero
 *     means never
 * @param negativeStale the same for "not found": shorter again, because a "not found" that is no longer true makes Postfix
 *     refuse a recipient for good
 */
public record CacheConfig(int maxEntries, Duration ttl, Duration negativeTtl, Duration stale, Duration negativeStale) {

    /** No duration may be longer than this. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** The largest {@link #maxEntries()}. */
    public static final int MOST_ENTRIES = 50_000_000;

    /** What applies where the configuration says nothing. */
    public static final CacheConfig DEFAULT = new CacheConfig(
            200_000, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofHours(24), Duration.ofHours(1));

    public CacheConfig {
        if (maxEntries < 1 || maxEntries > MOST_ENTRIES) {
            throw new IllegalArgumentException("max-entries must be 1 to " + MOST_ENTRIES + ", not " + maxEntries);
        }
        check("ttl", ttl);
        check("negative-ttl", negativeTtl);
        check("stale", stale);
        check("negative-stale", negativeStale);
    }

    private static void check(String name, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 0 to " + LONGEST.toDays() + " days, not " + time);
        }
    }
}
