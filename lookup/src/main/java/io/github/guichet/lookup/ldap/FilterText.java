package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/**
 * Filters as OpenLDAP's library reads them, which is a little more than RFC 4515 allows: white space between the parts of a
 * compound filter (table files have long filters on several lines), a bare {@code attr=value} without parentheses, and the
 * backslash escapes of RFC 1960 ({@code \*}).
 */
final class FilterText {

    private static final String SPACE = " \t\r\n";

    private FilterText() {}

    /**
     * Parses.
     *
     * @throws LDAPException with FILTER_ERROR says what is wrong
     */
    static Filter parse(String text) throws LDAPException {
        try {
            return Filter.create(strict(text));
        } catch (StringIndexOutOfBoundsException e) {
            // What the library does with an escape that the end of the text cuts short.
            throw new LDAPException(ResultCode.FILTER_ERROR, "the filter ends too early", e);
        }
    }

    /** The same filter as RFC 4515 has it. */
    static String strict(String text) {
        String trimmed = skip(text, 0) == 0 ? text : text.substring(skip(text, 0));
        if (!trimmed.startsWith("(")) {
            return value(trimmed, 0, trimmed.length());
        }
        StringBuilder out = new StringBuilder(trimmed.length());
        int i = 0;
        while (i < trimmed.length()) {
            char c = trimmed.charAt(i);
            if (SPACE.indexOf(c) >= 0) {
                i++;
            } else if (c == '(') {
                out.append(c);
                i = skip(trimmed, i + 1);
                if (i < trimmed.length() && "&|!()".indexOf(trimmed.charAt(i)) < 0) {
                    int end = endOfItem(trimmed, i);
                    out.append(value(trimmed, i, end));
                    i = end;
                }
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static int skip(String text, int from) {
        int i = from;
        while (i < text.length() && SPACE.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static int endOfItem(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != ')') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    private static String value(String text, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            char next = i + 1 < to ? text.charAt(i + 1) : '\0';
            if (c == '\\' && "*()\\".indexOf(next) >= 0) {
                out.append('\\').append(Integer.toHexString(next));
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
