package io.github.guichet.lookup.key;

import io.github.guichet.lookup.CaseFold;

/**
 * Reads a sender or recipient as trivial-rewrite(8) will: smtpd(8) tells policy services the address before it is rewritten, so one mailbox has
 * several spellings there ({@code list@example.org.}, {@code example.org!list}, {@code list%example.org}, and the last two again
 * before {@code @} and a local domain). A check that a spelling can get around is none.
 */
public final class EnvelopeAddress {

    /** More routing than that in one address is nothing that anybody sends. */
    private static final int MOST_ROUTES = 20;

    private EnvelopeAddress() {}

    /**
     * The address that Postfix makes of it, as far as that can be said without maps.
     *
     * @param address in internal form, as Postfix tells it; not empty
     * @return without a domain where Postfix would append its {@code $myorigin}
     */
    public static MailAddress of(String address, AddressConfig config) {
        MailAddress routed = routed(withoutSourceRoute(address));
        for (int i = 0; i < MOST_ROUTES && isRoutedHere(routed, config); i++) {
            routed = routed(routed.local());
        }
        String domain = routed.domain();
        return domain.endsWith(".") && !domain.endsWith("..") && domain.length() > 1
                ? routed.in(domain.substring(0, domain.length() - 1))
                : routed;
    }

    private static boolean isRoutedHere(MailAddress address, AddressConfig config) {
        String local = address.local();
        return address.hasDomain()
                && (local.indexOf('@') > 0 || local.indexOf('!') > 0 || local.indexOf('%') > 0)
                && config.isLocal(CaseFold.fold(address.domain()));
    }

    /** {@code @relay,@relay:user@example.org}. */
    private static String withoutSourceRoute(String recipient) {
        int colon = recipient.startsWith("@") ? recipient.indexOf(':') : -1;
        return colon < 0 || colon + 1 == recipient.length() ? recipient : recipient.substring(colon + 1);
    }

    /** The forms without {@code @}: {@code domain!user} at its first mark, else {@code user%domain} at its last. */
    private static MailAddress routed(String text) {
        MailAddress address = MailAddress.of(text);
        if (address.hasDomain() || text.startsWith("\"")) {
            return address;
        }
        int bang = text.indexOf('!');
        if (bang > 0) {
            return MailAddress.of(text.substring(bang + 1) + "@" + text.substring(0, bang));
        }
        int percent = text.lastIndexOf('%');
        return percent > 0 ? MailAddress.of(text.substring(0, percent) + "@" + text.substring(percent + 1)) : address;
    }
}
