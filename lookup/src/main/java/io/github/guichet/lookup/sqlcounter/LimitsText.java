package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.Limit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Limits as {@code guichet_raise} holds them: {@code 100/3600000,500/86400000}, windows in milliseconds; nothing for no limits. */
final class LimitsText {

    private LimitsText() {}

    static String write(List<Limit> limits) {
        return limits.stream()
                .map(l -> l.most() + "/" + l.window().plusNanos(999_999).toMillis())
                .collect(Collectors.joining(","));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is nothing of that kind
     */
    static List<Limit> read(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(LimitsText::one).toList();
    }

    private static Limit one(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no limit");
        }
        return new Limit(
                Long.parseLong(text.substring(0, slash)), Duration.ofMillis(Long.parseLong(text.substring(slash + 1))));
    }
}
