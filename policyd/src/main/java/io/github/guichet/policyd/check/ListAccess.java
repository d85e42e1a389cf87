package io.github.guichet.policyd.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Who may write to a list: words and logins with comma or space between them, in any case. A login needs one of them only.
 *
 * <ul>
 *   <li>{@code anyone}: also those who are not logged in; also where there is no other word than {@code opens};
 *   <li>{@code domain}: logins of the domain of the list;
 *   <li>{@code members}: logins that are among the addresses that the list leads to;
 *   <li>a login, or {@code @example.org} for all logins of a domain;
 *   <li>{@code opens}: whoever may write to this list may reach through it lists that would not have them.
 * </ul>
 *
 * @param anyone everybody may
 * @param domain logins of the list's domain may
 * @param members who is on the list may
 * @param opens it lets through to lists behind it
 * @param logins these may, as {@link MailAddress#identity}
 * @param domains logins of these domains may
 */
record ListAccess(
        boolean anyone, boolean domain, boolean members, boolean opens, Set<String> logins, Set<String> domains) {

    /** Reads the value of a map. */
    static ListAccess of(String value, AddressConfig config) {
        boolean anyone = false;
        boolean domain = false;
        boolean members = false;
        boolean opens = false;
        Set<String> logins = new HashSet<>();
        Set<String> domains = new HashSet<>();
        StringTokenizer words = new StringTokenizer(value, ", \t\r\n");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            switch (word.toLowerCase(Locale.ROOT)) {
                case "anyone" -> anyone = true;
                case "domain" -> domain = true;
                case "members" -> members = true;
                case "opens" -> opens = true;
                default -> {
                    if (word.startsWith("@")) {
                        domains.add(MailAddress.domainIdentity(word.substring(1)));
                    } else {
                        logins.add(MailAddress.of(word).identity(config));
                    }
                }
            }
        }
        boolean open = opens && !domain && !members && logins.isEmpty() && domains.isEmpty();
        return new ListAccess(anyone || open, domain, members, opens, Set.copyOf(logins), Set.copyOf(domains));
    }

    /**
     * Whether a login may write without being a member.
     *
     * @param login as Postfix gives it; empty if nobody is logged in
     */
    boolean admits(String login, MailAddress list, AddressConfig config) {
        if (anyone) {
            return true;
        }
        if (login.isEmpty()) {
            return false;
        }
        MailAddress who = MailAddress.of(login);
        if (logins.contains(who.identity(config))) {
            return true;
        }
        if (!who.hasDomain()) {
            return false;
        }
        String own = MailAddress.domainIdentity(who.domain());
        return domains.contains(own) || (domain && own.equals(MailAddress.domainIdentity(list.domain())));
    }

    /** Who may, for a sentence. */
    String who() {
        boolean listed = !logins.isEmpty() || !domains.isEmpty();
        String group = domain && members ? "its own domain and its members" : domain ? "its own domain" : "its members";
        if (!domain && !members) {
            return listed ? "certain senders" : "nobody";
        }
        return listed ? group + " and certain senders" : group;
    }
}
