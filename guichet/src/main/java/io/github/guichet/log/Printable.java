package io.github.guichet.log;

/** Text of strangers as it may be shown on one line. */
public final class Printable {

    private static final int LONGEST = 2000;

    private Printable() {}

    /** One line without control characters, clipped. */
    public static String clipped(String text) {
        return text.length() > LONGEST ? escaped(text.substring(0, LONGEST)) + " …" : escaped(text);
    }

    /** One line without control characters, nor what turns the direction of writing around. */
    public static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(isHarmless(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return safe.toString();
    }

    private static boolean isHarmless(char c) {
        return !Character.isISOControl(c)
                && c != '\u2028'
                && c != '\u2029'
                && !(c >= '\u202a' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069');
    }
}
