package io.github.guichet.server;

import java.util.ArrayList;
import java.util.List;

/**
 * A request on the admin socket: words with a space between them, on one line of UTF-8. Within a word, {@code \s} is a space,
 * {@code \t} a tab, {@code \n} a line feed, {@code \r} a carriage return and {@code \\} a backslash; {@code \e} alone is an empty word.
 */
final class AdminWords {

    private static final String ESCAPED = " \t\n\r\\";
    private static final String LETTERS = "stnr\\";

    private AdminWords() {}

    static String encode(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            encode(word, line);
        }
        return line.toString();
    }

    private static void encode(String word, StringBuilder line) {
        if (word.isEmpty()) {
            line.append("\\e");
        }
        for (int i = 0; i < word.length(); i++) {
            int escape = ESCAPED.indexOf(word.charAt(i));
            if (escape >= 0) {
                line.append('\\').append(LETTERS.charAt(escape));
            } else {
                line.append(word.charAt(i));
            }
        }
    }

    /** Reads a line; several spaces count as one. */
    static List<String> decode(String line) throws AdminException {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < line.length()) {
            int space = line.indexOf(' ', from);
            int to = space < 0 ? line.length() : space;
            if (to > from) {
                words.add(word(line.substring(from, to)));
            }
            from = to + 1;
        }
        return words;
    }

    private static String word(String text) throws AdminException {
        if (text.equals("\\e")) {
            return "";
        }
        StringBuilder word = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                word.append(unescaped(text, i + 1));
                i += 2;
            } else {
                word.append(c);
                i++;
            }
        }
        return word.toString();
    }

    private static char unescaped(String text, int at) throws AdminException {
        int letter = at < text.length() ? LETTERS.indexOf(text.charAt(at)) : -1;
        if (letter < 0) {
            throw new AdminException("a backslash is followed by s, t, n, r or \\");
        }
        return ESCAPED.charAt(letter);
    }
}
