package io.github.guichet.lookup.key;

/** Tells network addresses from names, without asking the resolver. */
final class IpLiteral {

    private IpLiteral() {}

    /** Whether this is an IPv4 address in dotted decimal, or looks like an IPv6 address: no host name has a colon. */
    static boolean is(String text) {
        return text.indexOf(':') >= 0 ? looksV6(text) : isV4(text);
    }

    private static boolean looksV6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("0123456789abcdefABCDEF:.".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isV4(String text) {
        int parts = 0;
        int value = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (value < 0 || ++parts > 3) {
                    return false;
                }
                value = -1;
            } else if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return parts == 3 && value >= 0;
    }
}
