package io.github.guichet.lookup.counter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits as they are written: {@code 100/1h}, several as {@code 200/1h,1000/24h}, {@code 0} for one who may not send at all, and
 * {@code unlimited}. A number of bytes may have a unit: {@code 100MB/1h}, where a kB is 1024 bytes.
 *
 * @param list all of them hold at once; empty = unlimited
 */
public record Limits(List<Limit> list) {

    /** At most so many at once: each costs memory for each subject. */
    public static final int MOST = 8;

    /** The longest text. */
    public static final int LONGEST = 200;

    /** No limit. */
    public static final Limits UNLIMITED = new Limits(List.of());

    /** May not send. */
    public static final Limits NOTHING = new Limits(List.of(new Limit(0, Duration.ofDays(1))));

    private static final Pattern LIMIT = Pattern.compile("([0-9]{1,15})(B|kB|MB|GB)?/([0-9]{1,9})(ms|s|m|h|d)");

    /** Refuses too many, and two for one window, with an {@link IllegalArgumentException}. */
    public Limits {
        list = List.copyOf(list);
        if (list.size() > MOST || list.stream().map(Limit::window).distinct().count() < list.size()) {
            throw new IllegalArgumentException("at most " + MOST + " limits, each for another window");
        }
    }

    /** Whether there is a limit of 0. */
    public boolean nothing() {
        return list.stream().anyMatch(limit -> limit.most() == 0);
    }

    /**
     * Reads limits, separated by commas, with blanks where they do no harm.
     *
     * @throws LimitSyntaxException saying where and what is wrong, and what would be right
     */
    public static Limits parse(String text) throws LimitSyntaxException {
        if (text.length() > LONGEST) {
            throw new LimitSyntaxException("limits have at most " + LONGEST + " characters", LONGEST);
        }
        String whole = text.strip();
        if (whole.equals("unlimited")) {
            return UNLIMITED;
        }
        if (whole.equals("0")) {
            return NOTHING;
        }
        List<Limit> limits = new ArrayList<>();
        int start = 0;
        for (String part : text.split(",", -1)) {
            int offset = start + part.length() - part.stripLeading().length();
            if (limits.size() == MOST) {
                throw new LimitSyntaxException("at most " + MOST + " limits", offset);
            }
            Limit limit = one(part.strip(), offset);
            if (limits.stream().anyMatch(other -> other.window().equals(limit.window()))) {
                throw new LimitSyntaxException("a second limit for the same window", offset);
            }
            limits.add(limit);
            start += part.length() + 1;
        }
        return new Limits(limits);
    }

    private static Limit one(String text, int offset) throws LimitSyntaxException {
        Matcher matcher = LIMIT.matcher(text);
        if (!matcher.matches()) {
            throw new LimitSyntaxException(
                    "a limit is written \"100/1h\" (units ms, s, m, h, d); alone may stand \"0\" or \"unlimited\"",
                    offset);
        }
        Duration window = duration(Long.parseLong(matcher.group(3)), matcher.group(4));
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Limit.LONGEST) > 0) {
            throw new LimitSyntaxException("a window is 1s to 366d long", offset + matcher.start(3));
        }
        return new Limit(Long.parseLong(matcher.group(1)) * unit(matcher.group(2)), window);
    }

    private static long unit(@Nullable String unit) {
        return switch (unit == null ? "B" : unit) {
            case "kB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            default -> 1;
        };
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** As it is written. */
    @Override
    public String toString() {
        if (list.isEmpty()) {
            return "unlimited";
        }
        return equals(NOTHING)
                ? "0"
                : String.join(",", list.stream().map(Limits::text).toList());
    }

    /** One limit as it is written. */
    public static String text(Limit limit) {
        return limit.most() + "/" + text(limit.window());
    }

    private static String text(Duration window) {
        long millis = window.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
