package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;

/**
 * The address that Postfix will make of a sender. smtpd(8) compares that one with its owners, but tells others the one that the client
 * gave: {@code ceo@example.org.}, {@code <@relay:ceo@example.org>} or {@code ceo%example.org} would be a way around the rules.
 *
 * <p>Source: rewrite_tree() and resolve_addr() of trivial-rewrite(8), with Postfix's defaults for {@code swap_bangpath},
 * {@code allow_percent_hack} and {@code resolve_dequoted_address}.
 */
final class SenderForm {

    private static final int MOST_ROUTES = 20;

    private SenderForm() {}

    /** The address; the same object when there is nothing to do, as mostly. */
    static String of(String sender, AddressConfig config) {
        String address = withoutRoute(sender);
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return swapped(address);
        }
        int end = address.length();
        if (end - at > 2 && address.charAt(end - 1) == '.' && address.charAt(end - 2) != '.') {
            address = address.substring(0, end - 1);
        }
        return throughThisHost(address, config);
    }

    private static String withoutRoute(String sender) {
        int colon = sender.startsWith("@") ? sender.indexOf(':') : -1;
        return colon > 0 ? sender.substring(colon + 1) : sender;
    }

    /** {@code site!user} and {@code user%site}, where there is no {@code @}. */
    private static String swapped(String address) {
        int bang = address.indexOf('!');
        if (bang > 0) {
            return address.substring(bang + 1) + "@" + address.substring(0, bang);
        }
        int percent = address.lastIndexOf('%');
        return percent > 0 ? address.substring(0, percent) + "@" + address.substring(percent + 1) : address;
    }

    /** {@code user%site@here} is {@code user@site}, if {@code here} is this host. */
    private static String throughThisHost(String address, AddressConfig config) {
        String current = address;
        for (int i = 0; i < MOST_ROUTES; i++) {
            MailAddress parts = MailAddress.of(current);
            if (!parts.hasDomain() || !hasRoute(parts.local()) || !config.isLocal(config.fold(parts.domain()))) {
                return current;
            }
            current = parts.local().indexOf('@') >= 0 ? parts.local() : swapped(parts.local());
        }
        return current;
    }

    private static boolean hasRoute(String local) {
        return local.indexOf('@') > 0 || local.indexOf('!') > 0 || local.indexOf('%') > 0;
    }
}
