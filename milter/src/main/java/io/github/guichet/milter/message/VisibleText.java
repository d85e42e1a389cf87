package io.github.guichet.milter.message;

import java.text.Normalizer;

/**
 * A text as an eye takes it: compatibility forms become what they look like (NFKC, so that {@code ＠} is {@code @}), characters that are
 * not seen are gone.
 */
final class VisibleText {

    /** More marks on one letter are nobody's language, and sorting them takes time. */
    private static final int MAX_MARKS = 8;

    private static final char RIGHT_TO_LEFT = '\u202e';
    private static final char END_OF_DIRECTION = '\u202c';

    /** Besides those of the category Cf. */
    private static final int[][] UNSEEN = {
        {0x332, 0x333}, // lines under letters, as under a link
        {0x34f, 0x34f},
        {0x115f, 0x1160},
        {0x17b4, 0x17b5},
        {0x180b, 0x180f},
        {0x2060, 0x206f},
        {0x3164, 0x3164},
        {0xfe00, 0xfe0f},
        {0xffa0, 0xffa0},
        {0xe0000, 0xe0fff}
    };

    private VisibleText() {}

    /** What is seen of a text. */
    static String of(String text) {
        return isAscii(text) ? text : seen(Normalizer.normalize(seen(text), Normalizer.Form.NFKC));
    }

    /** With what stands behind a mark that has even Latin letters shown from right to left (U+202E) in the order in which it is seen. */
    static String turned(String text) {
        int begin = text.indexOf(RIGHT_TO_LEFT);
        if (begin < 0) {
            return text;
        }
        StringBuilder turned = new StringBuilder(text.length());
        int done = 0;
        while (begin >= 0) {
            int mark = text.indexOf(END_OF_DIRECTION, begin);
            int end = mark < 0 ? text.length() : mark;
            turned.append(text, done, begin);
            turned.append(new StringBuilder(text.substring(begin + 1, end)).reverse());
            done = end;
            begin = text.indexOf(RIGHT_TO_LEFT, end);
        }
        return turned.append(text, done, text.length()).toString();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String seen(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
            marks = mark ? marks + 1 : 0;
            if (!isUnseen(c) && marks <= MAX_MARKS) {
                seen.appendCodePoint(c == 0x3002 || c == 0xff61 ? '.' : c);
            }
        }
        return seen.toString();
    }

    /** Whether nothing is shown for a character: zero width, marks of direction, fillers, selectors of variants (Default_Ignorable_Code_Point). */
    static boolean isUnseen(int c) {
        return Character.getType(c) == Character.FORMAT || isIn(c);
    }

    private static boolean isIn(int c) {
        for (int[] range : UNSEEN) {
            if (c >= range[0] && c <= range[1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether a character separates: white space of any kind, or a control character. */
    static boolean isGap(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
