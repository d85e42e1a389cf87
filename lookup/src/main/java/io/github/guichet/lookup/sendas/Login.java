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
    private final String local;
    private final String domain;

    Login(String text, AddressConfig config) {
        this.config = config;
        this.text = text;
        this.address = MailAddress.of(text);
        this.local = config.fold(address.local());
        this.domain = hasDomain() ? MailAddress.domainIdentity(address.domain()) : "";
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
            return other.hasDomain()
                    && isIdentity(config.fold(other.local()), MailAddress.domainIdentity(other.domain()));
        }
        return (!other.hasDomain() || config.isLocal(MailAddress.domainIdentity(other.domain())))
                && local.equals(config.fold(other.local()));
    }

    /** Whether {@link MailAddress#identity} is that of these parts, without putting them together where they tell. */
    private boolean isIdentity(String otherLocal, String otherDomain) {
        if (otherLocal.length() == local.length()) {
            return otherLocal.equals(local) && otherDomain.equals(domain);
        }
        return otherLocal.length() + otherDomain.length() == local.length() + domain.length()
                && (otherLocal + '@' + otherDomain).equals(local + '@' + domain);
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
        return CaseFold.fold(other).equals(CaseFold.fold(text)) || (hasDomain() && isWritten(MailAddress.of(other)));
    }

    private boolean isWritten(MailAddress other) {
        return other.hasDomain() ? isNamedLike(other) : other.identity(config).equals(address.identity(config));
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
