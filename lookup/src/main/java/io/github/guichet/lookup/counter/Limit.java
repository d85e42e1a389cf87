package io.github.guichet.lookup.counter;

import java.time.Duration;

/**
 * So many in any stretch of this length: {@code 100/1h}.
 *
 * @param most 0 or more
 * @param window at least one second, at most 366 days
 */
public record Limit(long most, Duration window) {

    /** The longest window. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** Refuses what is out of range with an {@link IllegalArgumentException}. */
    public Limit {
        if (most < 0 || window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a limit is 0 or more in 1 s to 366 days");
        }
    }
}
