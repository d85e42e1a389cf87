package io.github.guichet.status;

import io.github.guichet.lookup.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** How people read figures, on the page and in a terminal. */
final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

    private Words() {}

    /** A source's state in one word. */
    static String of(SourceState state) {
        return state instanceof SourceState.Down ? "down" : state instanceof SourceState.Up ? "up" : "unknown";
    }

    /** In one word. */
    static String of(LoggedLine.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** In the time zone of this machine. */
    static String time(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    /** In the time zone of this machine, which is named. */
    static String zoned(Instant time) {
        return ZONED.format(time.atZone(ZoneId.systemDefault()));
    }

    /** Such as {@code 3 h 12 min}: the two largest units. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds < 600 && seconds % 60 > 0 ? " " + seconds % 60 + " s" : "");
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    /** How far figures look back: whole minutes, or seconds just after the start. */
    static String window(Duration window) {
        return window.toSeconds() < 120 ? window.toSeconds() + " s" : window.toMinutes() + " min";
    }

    /** Such as {@code 1.2 ms}; a dash when there is none. */
    static String seconds(OptionalDouble seconds) {
        if (seconds.isEmpty()) {
            return "-";
        }
        double value = seconds.getAsDouble();
        if (value < 1e-3) {
            return digits(value * 1e6) + " µs";
        }
        return value < 1 ? digits(value * 1e3) + " ms" : digits(value) + " s";
    }

    /** Such as {@code 97 %}; a dash when there is none. What is not all is never shown as all. */
    static String percent(OptionalDouble part) {
        if (part.isEmpty()) {
            return "-";
        }
        double percent = part.getAsDouble() * 100;
        if (percent > 99 && percent < 100) {
            return Math.floor(percent * 10) / 10 + " %";
        }
        return percent > 0 && percent < 1 ? "<1 %" : Math.round(percent) + " %";
    }

    /** A number of at most about five characters: {@code 12345}, {@code 1200 k}. */
    static String count(long count) {
        if (count < 100_000) {
            return Long.toString(count);
        }
        return count < 10_000_000 ? count / 1000 + " k" : count / 1_000_000 + " M";
    }

    /** Such as {@code 12 kB}. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000 ? digits(bytes / 1e3) + " kB" : digits(bytes / 1e6) + " MB";
    }

    /** A value of a series with its unit. */
    static String value(Series series, double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (series.unit()) {
            case PER_SECOND -> digits(value) + "/s";
            case PER_MINUTE -> digits(value) + "/min";
            case RATIO -> percent(OptionalDouble.of(value));
            case SECONDS -> seconds(OptionalDouble.of(value));
        };
    }

    /** One digit behind the point for small numbers, none for large ones. */
    private static String digits(double value) {
        if (value != 0 && value < 0.1) {
            return "<0.1";
        }
        return value < 10 && Math.abs(value - Math.rint(value)) > 0.049
                ? String.format(Locale.ROOT, "%.1f", value)
                : count(Math.round(value));
    }
}
