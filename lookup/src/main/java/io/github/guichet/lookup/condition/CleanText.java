package io.github.guichet.lookup.condition;

import java.nio.charset.StandardCharsets;

/** Makes what a peer sent fit to be shown to a client or in a log: no lines, no control characters, valid Unicode, not too long. */
public final class CleanText {

    private static final String CUT = "...";

    private CleanText() {}

    /**
     * The text, with {@code ?} in place of each character that could do anything but be read.
     *
     * @param longest in UTF-16 units; a longer text is cut and ends in three dots
     */
    public static String of(String text, int longest) {
        if (text.length() <= longest && isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest) + CUT.length());
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (clean.length() + Character.charCount(point) > longest) {
                return clean.append(CUT).toString();
            }
            clean.appendCodePoint(isReadable(point) ? point : '?');
            at += Character.charCount(point);
        }
        return clean.toString();
    }

    /**
     * As {@link #of}, for lines whose length a protocol limits.
     *
     * @param longest in bytes of UTF-8, the three dots included
     */
    public static String inBytes(String text, int longest) {
        String clean = of(text, longest);
        if (clean.getBytes(StandardCharsets.UTF_8).length <= longest) {
            return clean;
        }
        int end = 0;
        int bytes = CUT.length();
        while (end < clean.length()) {
            int point = clean.codePointAt(end);
            bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > longest) {
                break;
            }
            end += Character.charCount(point);
        }
        return clean.substring(0, end) + CUT;
    }

    /** Whether there is nothing to clean. */
    public static boolean isClean(String text) {
        return isPlain(text) || text.codePoints().allMatch(CleanText::isReadable);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isReadable(int point) {
        return switch (Character.getType(point)) {
            // FORMAT holds the characters that turn the direction of writing.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
