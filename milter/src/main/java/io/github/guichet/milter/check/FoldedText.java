package io.github.guichet.milter.check;

import io.github.guichet.lookup.condition.CleanText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes text as the value of a field, so that any message can hold it: ASCII only, words of other characters encoded (RFC 2047), and
 * folded at white space (RFC 5322, 2.2.3). Encoded words are for fields of free text; in an address only its name may have them.
 *
 * <p>White space of any kind, also ends of lines, becomes one space; other control characters become {@code ?}.
 */
final class FoldedText {

    /** In UTF-16 units; longer texts are cut and end in three dots. */
    static final int LONGEST = 4000;

    /** RFC 5322, 2.1.1, and RFC 2047, 2: how long a line should be. */
    private static final int LINE = 76;

    /** With the longest name before it less than the 998 bytes of RFC 5322, 2.1.1. */
    private static final int LONGEST_WORD = 700;

    private static final String BEFORE = "=?UTF-8?B?";
    private static final String AFTER = "?=";
    /** Bytes in an encoded word, which so has 52 characters: one fits behind a name (RFC 2047, 2: 75, and 76 a line). */
    private static final int BYTES = 30;

    private FoldedText() {}

    /**
     * The value.
     *
     * @param name the field's, which stands on the first line
     * @return folded, its lines separated by LF; empty if the text is blank
     */
    static String of(String name, String text) {
        List<String> words = encoded(words(CleanText.of(spaced(text), LONGEST)));
        StringBuilder value = new StringBuilder();
        int column = name.length() + 1;
        for (String word : words) {
            if (value.isEmpty() || column + 1 + word.length() <= LINE) {
                value.append(value.isEmpty() ? "" : " ").append(word);
                column += 1 + word.length();
            } else {
                value.append("\n ").append(word);
                column = 1 + word.length();
            }
        }
        return value.toString();
    }

    /** What every white space becomes is a space; CleanText would make ? of some. */
    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" +", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Words that need it are encoded, together with the spaces between them, which a reader leaves out. */
    private static List<String> encoded(List<String> words) {
        List<String> all = new ArrayList<>(words.size());
        StringBuilder odd = new StringBuilder();
        for (String word : words) {
            if (isPlain(word)) {
                encode(odd, all);
                all.add(word);
            } else {
                odd.append(odd.isEmpty() ? "" : " ").append(word);
            }
        }
        encode(odd, all);
        return all;
    }

    /** Also no word is plain that a reader would take for an encoded one, or that fits on no line. */
    private static boolean isPlain(String word) {
        return word.length() <= LONGEST_WORD
                && !word.contains("=?")
                && !word.contains("?=")
                && word.chars().allMatch(c -> c < 0x80);
    }

    /** Splits between characters, because each encoded word is decoded by itself (RFC 2047, 5). */
    private static void encode(StringBuilder text, List<String> to) {
        int start = 0;
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > BYTES) {
                to.add(word(text.substring(start, i)));
                start = i;
                bytes = 0;
            }
            bytes += size;
            i += Character.charCount(point);
        }
        if (start < text.length()) {
            to.add(word(text.substring(start)));
        }
        text.setLength(0);
    }

    private static String word(String text) {
        return BEFORE + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + AFTER;
    }
}
