package io.github.guichet.lookup.condition;

/** Text of a configuration in a message about it. */
final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    /** Clipped, and without control characters. */
    static String of(String text) {
        String clipped = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return clipped.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
