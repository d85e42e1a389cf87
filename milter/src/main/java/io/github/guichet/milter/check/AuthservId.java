package io.github.guichet.milter.check;

/**
 * What an Authentication-Results: field begins with.
 *
 * <pre>
 * [CFWS] authserv-id [CFWS version] [CFWS] ";"      (RFC 8601, 2.2)
 * mx.example.org 1 (a comment); auth=pass smtp.auth=bob
 * </pre>
 *
 * @param text the name, without quotes and comments; empty if there is none
 * @param plain whether the field is written in such a way that everybody who reads it finds this name
 */
record AuthservId(String text, boolean plain) {

    private static final AuthservId NONE = new AuthservId("", false);
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    /** Reads a field's value, which may be anything. */
    static AuthservId of(String value) {
        int start = skipBlank(value, 0);
        int from = skip(value, 0);
        if (from < 0) {
            return NONE;
        }
        boolean quoted = from < value.length() && value.charAt(from) == '"';
        int to = quoted ? endOfQuoted(value, from) : endOfToken(value, from);
        if (to <= from) {
            return NONE;
        }
        String id = quoted ? unquote(value, from + 1, to - 1) : value.substring(from, to);
        return new AuthservId(id, from == start && isPlain(id) && isFollowedByResults(value, to));
    }

    /** The text with a space in place of each comment; without what follows one that does not end. */
    static String withoutComments(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '(') {
                end = endOfComment(text, at);
                if (end < 0) {
                    return rest.toString();
                }
                rest.append(' ');
            } else {
                rest.append(c);
            }
            at = end;
        }
        return rest.toString();
    }

    private static boolean isPlain(String id) {
        return !id.isEmpty() && id.chars().allMatch(AuthservId::isOfHost);
    }

    private static boolean isFollowedByResults(String value, int end) {
        int at = skip(value, end);
        if (at > end && at < value.length() && isDigit(value.charAt(at))) {
            while (at < value.length() && isDigit(value.charAt(at))) {
                at++;
            }
            at = skip(value, at);
        }
        return at >= 0 && at < value.length() && value.charAt(at) == ';';
    }

    /** White space and comments; -1 if a comment does not end. */
    private static int skip(String value, int from) {
        int at = skipBlank(value, from);
        while (at >= 0 && at < value.length() && value.charAt(at) == '(') {
            int end = endOfComment(value, at);
            at = end < 0 ? -1 : skipBlank(value, end);
        }
        return at;
    }

    private static int skipBlank(String value, int from) {
        int at = from;
        while (at < value.length() && " \t\r\n".indexOf(value.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** Behind a comment, which may hold others; -1 if it does not end. */
    private static int endOfComment(String value, int from) {
        int depth = 0;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int endOfQuoted(String value, int from) {
        for (int i = from + 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private static String unquote(String value, int from, int to) {
        StringBuilder plain = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            plain.append(c == '\\' && i + 1 < to ? value.charAt(++i) : c);
        }
        return plain.toString();
    }

    private static int endOfToken(String value, int from) {
        int at = from;
        while (at < value.length() && isOfToken(value.charAt(at))) {
            at++;
        }
        return at;
    }

    /** RFC 2045, 5.1, with the characters that RFC 6532 adds. */
    static boolean isOfToken(int c) {
        return c > ' ' && c != 0x7f && TSPECIALS.indexOf(c) < 0;
    }

    /** What else a token may hold ends a name to one who looks for it with an expression. */
    private static boolean isOfHost(int c) {
        return c >= 0x80 || Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
