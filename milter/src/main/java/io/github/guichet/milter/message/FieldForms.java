package io.github.guichet.milter.message;

import java.util.function.IntPredicate;

/** Ways in which lenient readers see the text of a field. */
final class FieldForms {

    private FieldForms() {}

    /**
     * Without comments; one that does not end stays.
     *
     * @param quotes whether parentheses in quoted strings are none
     */
    static String withoutComments(String text, boolean quotes) {
        if (text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder rest = new StringBuilder(text.length());
        boolean quoted = false;
        int depth = 0;
        int comment = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int next = c == '\\' ? Math.min(i + 2, text.length()) : i + 1;
            if (c == '"' && quotes && depth == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted && depth++ == 0) {
                comment = i;
            } else if (c == ')' && depth > 0 && --depth == 0) {
                i = next - 1;
                continue;
            }
            if (depth == 0) {
                rest.append(text, i, next);
            }
            i = next - 1;
        }
        return depth > 0 ? rest.append(text, comment, text.length()).toString() : rest.toString();
    }

    /** Without backslashes. */
    static String withoutBackslashes(String text) {
        return without(text, c -> c == '\\');
    }

    /** Without quotes and backslashes. */
    static String withoutQuotes(String text) {
        return without(text, c -> c == '"' || c == '\\');
    }

    /** Without white space and control characters. */
    static String withoutGaps(String text) {
        return without(text, VisibleText::isGap);
    }

    private static String without(String text, IntPredicate left) {
        StringBuilder rest = new StringBuilder(text.length());
        text.chars().filter(left.negate()).forEach(c -> rest.append((char) c));
        return rest.toString();
    }

    /** Without white space and control characters beside at signs and dots, where RFC 5322 allows them. */
    static String tight(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        int end = 0;
        boolean joined = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (VisibleText.isGap(c)) {
                if (!joined) {
                    rest.append(c);
                }
                continue;
            }
            joined = c == '@' || c == '.';
            if (joined) {
                rest.setLength(end);
            }
            rest.append(c);
            end = rest.length();
        }
        return rest.toString();
    }

    /** Where the token that ends here begins. */
    static int tokenStart(String text, int end) {
        int from = end;
        while (from > 0 && isToken(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    /** Where the token that begins here ends; a domain literal is one. */
    static int tokenEnd(String text, int from) {
        int to = from;
        if (to < text.length() && text.charAt(to) == '[') {
            int close = to + 1;
            while (close < text.length() && (isToken(text.charAt(close)) || text.charAt(close) == ':')) {
                close++;
            }
            if (close < text.length() && text.charAt(close) == ']') {
                to = close + 1;
            }
        }
        while (to < text.length() && isToken(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static boolean isToken(char c) {
        return "@<>()[],;:\"\\".indexOf(c) < 0 && !VisibleText.isGap(c);
    }

    /** Without what people put around an address and no reader takes for a part of it. */
    static String trimmed(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && "'`".indexOf(token.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "'`.".indexOf(token.charAt(to - 1)) >= 0) {
            to--;
        }
        return token.substring(from, to);
    }
}
