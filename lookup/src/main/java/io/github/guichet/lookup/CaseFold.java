package io.github.guichet.lookup;

import java.util.Locale;

/**
 * Folds the case of keys as Postfix does: with ICU's default full case folding, which maps each code point by itself, so
 * that {@code ß} becomes {@code ss}. (Unicode Standard, 3.13, toCasefold.)
 *
 * <p>The JDK has no case folding. Upper case and then lower case gives the same for all code points but the few below.
 */
public final class CaseFold {

    private static final char DOTLESS_I = '\u0131';
    private static final char CAPITAL_SHARP_S = '\u1e9e';

    private CaseFold() {}

    /** Folds all of Unicode. Returns the same object when there is nothing to fold in plain ASCII. */
    public static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return foldUnicode(text);
            }
            if (isUpper(c)) {
                return foldRest(text, i);
            }
        }
        return text;
    }

    /** Folds A to Z only. Returns the same object when there is nothing to fold. */
    public static String foldAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                return lowerAscii(text, i);
            }
        }
        return text;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static String foldRest(String text, int firstUpper) {
        for (int i = firstUpper; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return foldUnicode(text);
            }
        }
        return lowerAscii(text, firstUpper);
    }

    private static String lowerAscii(String text, int firstUpper) {
        char[] chars = text.toCharArray();
        for (int i = firstUpper; i < chars.length; i++) {
            if (isUpper(chars[i])) {
                chars[i] = (char) (chars[i] + ('a' - 'A'));
            }
        }
        return new String(chars);
    }

    private static String foldUnicode(String text) {
        StringBuilder folded = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            append(folded, point);
        }
        return folded.toString();
    }

    private static void append(StringBuilder folded, int point) {
        if (point < 0x80) {
            folded.append(isUpper((char) point) ? (char) (point + 'a' - 'A') : (char) point);
        } else if (point == DOTLESS_I) {
            folded.append(DOTLESS_I);
        } else if (point == CAPITAL_SHARP_S) {
            folded.append("ss");
        } else if (isCherokee(point)) {
            // The only script that folds to upper case: its capitals are older than its small letters.
            folded.append(Character.toString(point).toUpperCase(Locale.ROOT));
        } else {
            folded.append(Character.toString(point).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isCherokee(int point) {
        return (point >= 0x13a0 && point <= 0x13fd) || (point >= 0xab70 && point <= 0xabbf);
    }
}
