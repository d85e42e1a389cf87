package io.github.guichet.lookup;

import java.util.Locale;

/**
 * Folds keys as Postfix does before it asks a table whose keys are fixed strings: Unicode's full default case folding, which
 * makes "ß" equal to "ss" and knows no language. Keys are stored folded and asked folded.
 *
 * <p>Source: Postfix's casefold(3), which calls ICU with {@code U_FOLD_CASE_DEFAULT}.
 */
public final class CaseFold {

    private CaseFold() {}

    /**
     * Folds a key.
     *
     * @param key any string
     * @return the folded key; the same object when there was nothing to fold, so that the usual key costs nothing
     */
    public static String fold(String key) {
        boolean upper = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 0x80) {
                return foldUnicode(key);
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        return upper ? key.toLowerCase(Locale.ROOT) : key;
    }

    private static String foldUnicode(String key) {
        StringBuilder folded = new StringBuilder(key.length());
        key.codePoints().forEach(c -> fold(c, folded));
        return folded.toString();
    }

    /** One code point at a time, because the JDK's lower case of a whole string depends on what stands around a sigma. */
    private static void fold(int c, StringBuilder folded) {
        if (c == 'ı') {
            // Its upper case is I, but it folds to itself: i and ı are different letters.
            folded.appendCodePoint(c);
        } else if (c == 'İ') {
            folded.append("i\u0307");
        } else if (isCherokee(c)) {
            // The one script that folds to its upper case, because its lower case came later.
            folded.appendCodePoint(Character.toUpperCase(c));
        } else {
            String lower = new String(Character.toChars(Character.toLowerCase(c)));
            lower.toUpperCase(Locale.ROOT).codePoints().forEach(u -> folded.appendCodePoint(Character.toLowerCase(u)));
        }
    }

    private static boolean isCherokee(int c) {
        return (c >= 0x13A0 && c <= 0x13FD) || (c >= 0xAB70 && c <= 0xABBF);
    }
}
