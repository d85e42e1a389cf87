package io.github.guichet.lookup.ldap;

import java.util.Locale;

/** How the value of a variable is quoted before it stands in a filter or a DN; more is quoted than the RFCs ask for. */
final class AccountQuoting {

    private static final String IN_FILTER = "*()\\";
    private static final String IN_DN = " \"#+,;<=>\\";

    private AccountQuoting() {}

    /** For an assertion value of a filter, RFC 4515: a star of the value matches a star. */
    static String filter(String value) {
        return quote(value, IN_FILTER);
    }

    /** For an attribute value of a DN, RFC 4514. */
    static String dn(String value) {
        return quote(value, IN_DN);
    }

    private static String quote(String value, String special) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || special.indexOf(c) >= 0) {
                out.append(String.format(Locale.ROOT, "\\%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
