package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.MailAddress;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What is said of somebody who logged in (RFC 8601, 2.7.4; the mechanism is a comment, as in its appendix B.4).
 *
 * <pre>
 * mx.example.org; auth=pass (PLAIN) smtp.auth=bob@example.org
 * </pre>
 */
final class AuthResultsText {

    private static final String NAME = "Authentication-Results: ";
    /** RFC 5322, 2.1.1: how long a line should be at most. */
    private static final int LINE = 78;
    /** Longer than any address (RFC 5321, 4.5.3.1.3), and short enough for one line. */
    private static final int LONGEST = 320;

    private AuthResultsText() {}

    /**
     * The field's value.
     *
     * @param id as this host calls itself
     * @param method the SASL mechanism; shown if it can be one
     * @param login who logged in; left out if empty, or if it cannot be written
     * @param utf8 whether the header of this message may hold UTF-8 (RFC 6532)
     */
    static String of(String id, String method, String login, boolean utf8) {
        StringBuilder result = new StringBuilder("auth=pass");
        if (isMechanism(method)) {
            result.append(" (").append(method).append(')');
        }
        Optional<String> who = login.isEmpty() ? Optional.empty() : value(login, utf8);
        who.ifPresent(written -> result.append(" smtp.auth=").append(written));
        String host = host(id) + ";";
        boolean fits = NAME.length() + host.length() + 1 + result.length() <= LINE;
        return host + (fits ? " " : "\n\t") + result;
    }

    /** A name for the beginning of a field, in a form that any message may hold. */
    private static String host(String id) {
        String ascii = isAscii(id) ? id : MailAddress.domainIdentity(id);
        return isToken(ascii) ? ascii : quoted(ascii);
    }

    /**
     * A property's value: an address or a token as it is, anything else in quotes.
     *
     * @return empty for what has control characters, or is too long, or has UTF-8 where none may be
     */
    static Optional<String> value(String login, boolean utf8) {
        if (login.isEmpty() || login.length() > LONGEST || login.codePoints().anyMatch(AuthResultsText::isUnwritable)) {
            return Optional.empty();
        }
        if (!utf8 && !isAscii(login)) {
            int at = login.lastIndexOf('@') + 1;
            return Optional.of(login.substring(0, at) + MailAddress.domainIdentity(login.substring(at)))
                    .filter(written -> isAscii(written) && isAddress(written));
        }
        return Optional.of(isToken(login) || isAddress(login) ? login : quoted(login));
    }

    private static boolean isUnwritable(int point) {
        return Character.isISOControl(point) || (point >= 0xd800 && point <= 0xdfff) || point == 0xfffd;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(AuthservId::isOfToken);
    }

    /** A local part of atoms, and a domain of two labels or more (RFC 6376, 3.5). */
    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at > 0
                && dotted(text.substring(0, at), AuthResultsText::isOfAtom)
                && text.indexOf('.', at) > 0
                && dotted(text.substring(at + 1), AuthResultsText::isOfLabel)
                && !text.substring(at + 1).matches("(?:.*\\.)?-.*|.*-(?:\\..*)?");
    }

    private static boolean dotted(String text, IntPredicate part) {
        return !text.isEmpty()
                && text.charAt(0) != '.'
                && text.charAt(text.length() - 1) != '.'
                && !text.contains("..")
                && text.chars().allMatch(c -> c == '.' || part.test(c));
    }

    private static boolean isOfAtom(int c) {
        return isOfLabel(c) || (c < 0x80 && "!#$%&'*+/=?^_`{|}~".indexOf(c) >= 0);
    }

    private static boolean isOfLabel(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c >= 0x80;
    }

    /** RFC 4422, 3.1. */
    private static boolean isMechanism(String method) {
        return method.length() <= 20
                && !method.isEmpty()
                && method.chars()
                        .allMatch(c -> (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 4).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
