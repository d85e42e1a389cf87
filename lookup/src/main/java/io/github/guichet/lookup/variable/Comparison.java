package io.github.guichet.lookup.variable;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The comparisons of {@code if}. Those with regular expressions are not supported. */
final class Comparison {

    private static final Set<String> NUMBERS = Set.of("==", "<", "<=", ">", ">=", "!=");
    private static final Set<String> TEXTS = Set.of("eq", "lt", "le", "gt", "ge", "ne", "*", "!*");

    private Comparison() {}

    /** What is wrong with a comparison's name; empty when there is nothing. */
    static Optional<String> problem(String name) {
        if (NUMBERS.contains(name) || TEXTS.contains(name)) {
            return Optional.empty();
        }
        boolean regular = name.equals("~") || name.equals("!~");
        return Optional.of(
                (regular ? "regular expressions are not supported" : "\"" + Octets.name(name) + "\" is no comparison")
                        + " in if; allowed are == < <= > >= != of numbers and eq lt le gt ge ne * !* of texts");
    }

    static boolean holds(String left, String name, String right) {
        if (NUMBERS.contains(name)) {
            OptionalLong a = number(left);
            OptionalLong b = number(right);
            return a.isPresent() && b.isPresent() && ordered(Long.compare(a.getAsLong(), b.getAsLong()), name);
        }
        return switch (name) {
            case "*" -> like(left, right);
            case "!*" -> !like(left, right);
            default -> ordered(left.compareTo(right), name);
        };
    }

    private static boolean ordered(int order, String name) {
        return switch (name) {
            case "==", "eq" -> order == 0;
            case "!=", "ne" -> order != 0;
            case "<", "lt" -> order < 0;
            case "<=", "le" -> order <= 0;
            case ">", "gt" -> order > 0;
            default -> order >= 0;
        };
    }

    private static OptionalLong number(String octets) {
        try {
            return OptionalLong.of(Long.parseLong(octets));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Stars and question marks; goes back to the last star only, so that it takes no longer than length times length. */
    private static boolean like(String text, String pattern) {
        int t = 0;
        int p = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (p < pattern.length() && c == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
