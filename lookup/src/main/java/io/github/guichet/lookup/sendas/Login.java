package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A name to log in with, and how names are compared: without case, as Postfix does (strcasecmp_utf8), and if they are addresses,
 * whichever way the domain is written.
 */
final class Login {

    private final AddressConfig config;
    private final String text;
    private final MailAddress address;
    private final String identity;

    Login(String text, AddressConfig config) {
        this.config = config;
        this.text = text;
        this.address = MailAddress.of(text);
        this.identity = address.identity(config);
    }

    String text() {
        return text;
    }

    boolean hasDomain() {
        return address.hasDomain();
    }

    /**
     * Whether it is called like an address. A name without domain is, in a domain of this host, which is also what Postfix appends to
     * an address without domain.
     */
    boolean isNamedLike(MailAddress other) {
        if (hasDomain()) {
            return other.hasDomain() && identity.equals(other.identity(config));
        }
        return (!other.hasDomain() || config.isLocal(MailAddress.domainIdentity(other.domain())))
                && identity.equals(config.fold(other.local()));
    }

    /** Whether it is in a list of logins. */
    boolean isIn(String logins) {
        int at = 0;
        while (at < logins.length()) {
            int start = at;
            while (at < logins.length() && !separates(logins.charAt(at))) {
                at++;
            }
            if (at > start && is(logins, start, at)) {
                return true;
            }
            at++;
        }
        return false;
    }

    private boolean is(String logins, int start, int end) {
        if (end - start == text.length() && logins.regionMatches(start, text, 0, text.length())) {
            return true;
        }
        String other = logins.substring(start, end);
        return CaseFold.fold(other).equals(CaseFold.fold(text))
                || (hasDomain() && identity.equals(MailAddress.of(other).identity(config)));
    }

    /** The logins in a list, separated as Postfix does (CHARS_COMMA_SP). */
    static List<String> list(String logins) {
        List<String> list = new ArrayList<>();
        int at = 0;
        while (at < logins.length()) {
            int start = at;
            while (at < logins.length() && !separates(logins.charAt(at))) {
                at++;
            }
            if (at > start) {
                list.add(logins.substring(start, at));
            }
            at++;
        }
        return list;
    }

    private static boolean separates(char c) {
        return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
