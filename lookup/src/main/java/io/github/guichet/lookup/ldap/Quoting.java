package io.github.guichet.lookup.ldap;

import java.util.Locale;

/** How a key is quoted before it stands in a filter or a search base; the sets of characters are those of dict_ldap(3). */
final class Quoting {

    private static final String IN_FILTER = "*()\\";
    private static final String IN_BASE = " \t\"#+,;<>\\";

    private Quoting() {}

    /** For an assertion value of a filter, RFC 4515: a star of the key matches a star. */
    static String filter(String part) {
        return quote(part, IN_FILTER);
    }

    /** For an attribute value of a DN, RFC 4514, with more characters quoted than it asks for. */
    static String base(String part) {
        return quote(part, IN_BASE);
    }

    private static String quote(String part, String special) {
        StringBuilder out = new StringBuilder(part.length() + 8);
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (special.indexOf(c) >= 0) {
                out.append(String.format(Locale.ROOT, "\\%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
