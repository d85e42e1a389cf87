package io.github.guichet.lookup.key;

/**
 * The two ways to write an address: external, with a quoted local part where RFC 5321 wants quotes ({@code "a
 * b"@example.com}), and internal, without ({@code a b@example.com}). Postfix asks the external form first.
 */
final class QuotedLocal {

    /** The ASCII characters that need quotes, a bit each. */
    private static final long[] QUOTED = quoted();

    private QuotedLocal() {}

    private static long[] quoted() {
        long[] bits = new long[2];
        for (char c = 0; c < 0x80; c++) {
            if (c <= ' ' || c == 0x7f || "()<>@,;:\\\"[]".indexOf(c) >= 0) {
                bits[c >> 6] |= 1L << c;
            }
        }
        return bits;
    }

    /** Where the quoted local part of an address in external form ends: the index behind its last quote, or -1. */
    static int end(String address) {
        if (address.isEmpty() || address.charAt(0) != '"') {
            return -1;
        }
        for (int i = 1; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                boolean whole = i + 1 == address.length() || address.charAt(i + 1) == '@';
                return whole ? i + 1 : -1;
            }
        }
        return -1;
    }

    /** Takes the quotes off: {@code "a\"b"} becomes {@code a"b}. */
    static String unquote(String quoted) {
        StringBuilder plain = new StringBuilder(quoted.length());
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length() - 1) {
                i++;
                c = quoted.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** The external form of a local part: the same object when it needs no quotes. */
    static String quote(String local) {
        if (isDotString(local)) {
            return local;
        }
        StringBuilder quoted = new StringBuilder(local.length() + 4).append('"');
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '"' || c == '\\' || c == '\r') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static boolean isDotString(String local) {
        int length = local.length();
        if (length == 0 || local.charAt(0) == '.' || local.charAt(length - 1) == '.') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = local.charAt(i);
            if (c < 0x80 && (QUOTED[c >> 6] >>> c & 1) != 0) {
                return false;
            }
            if (c == '.' && local.charAt(i + 1) == '.') {
                return false;
            }
        }
        return true;
    }
}
