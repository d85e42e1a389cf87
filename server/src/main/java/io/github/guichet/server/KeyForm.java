package io.github.guichet.server;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * How the value of a key is written, in the words of the manual. Reading a key notes its form, and the manual is compared with
 * what was noted: so it cannot say another range than the one that is enforced.
 *
 * @param text for example {@code 1 to 100 000}, {@code duration, to 5 m}, {@code `sub`, `one`, `base`}
 * @param exact whether the manual has to say exactly this; otherwise a text or a list of a kind that only its reader knows
 */
public record KeyForm(String text, boolean exact) {

    static final KeyForm STRING = new KeyForm("string", false);
    static final KeyForm LIST = new KeyForm("list", false);
    static final KeyForm TABLE = new KeyForm("table", false);
    static final KeyForm OTHER = new KeyForm("", false);
    static final KeyForm PATH = new KeyForm("path", true);
    static final KeyForm TRUTH = new KeyForm("true, false", true);

    static KeyForm number(long least, long most) {
        return new KeyForm(grouped(least) + " to " + grouped(most), true);
    }

    static KeyForm duration(Duration least, Duration most) {
        return new KeyForm("duration, " + (least.isZero() ? "" : time(least) + " ") + "to " + time(most), true);
    }

    static KeyForm size(long least, long most) {
        return new KeyForm("size, " + bytes(least) + " to " + bytes(most), true);
    }

    static KeyForm words(Collection<String> words) {
        return new KeyForm(words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", ")), true);
    }

    private static String grouped(long number) {
        String digits = Long.toString(number);
        // Four digits are read at a glance.
        if (number < 10_000) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            grouped.insert(at, ' ');
        }
        return grouped.toString();
    }

    private static String time(Duration time) {
        long seconds = time.toSeconds();
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + " ms";
        }
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return seconds / 86_400 + " d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        // A minute and a half is said in seconds.
        return seconds % 60 == 0 ? seconds / 60 + " m" : seconds + " s";
    }

    private static String bytes(long count) {
        if (count % (1 << 20) == 0) {
            return (count >> 20) + " MB";
        }
        return count % 1024 == 0 ? (count >> 10) + " kB" : count + " B";
    }
}
