package io.github.guichet.lookup.key;

import io.github.guichet.lookup.CaseFold;

/**
 * An address in its parts, taken apart at its last {@code @} as Postfix does.
 *
 * @param local the local part without quotes, in the case given; the whole text where there is no domain
 * @param domain in the case and form given; empty where there is none
 */
public record MailAddress(String local, String domain) {

    /**
     * Takes an address apart.
     *
     * @param address in external form ({@code "a b"@example.com}) or internal form ({@code a b@example.com}), without angle brackets
     */
    public static MailAddress of(String address) {
        int end = QuotedLocal.end(address);
        int at = end >= 0 ? (end < address.length() ? end : -1) : address.lastIndexOf('@');
        String written = at < 0 ? address : address.substring(0, at);
        String domain = at < 0 ? "" : address.substring(at + 1);
        return new MailAddress(end >= 0 ? QuotedLocal.unquote(written) : written, domain);
    }

    /** The external form of an address: the same object if it is in that form already. */
    public static String external(String address) {
        int at = address.lastIndexOf('@');
        if (QuotedLocal.end(address) >= 0 || at == 0) {
            return address;
        }
        String local = at < 0 ? address : address.substring(0, at);
        String quoted = QuotedLocal.quote(local);
        return quoted.equals(local) ? address : at < 0 ? quoted : quoted + address.substring(at);
    }

    /** Whether there is a domain. */
    public boolean hasDomain() {
        return !domain.isEmpty();
    }

    /** In external form; {@code @domain} where the local part is empty. */
    public String external() {
        String part = local.isEmpty() ? local : QuotedLocal.quote(local);
        return hasDomain() ? part + "@" + domain : part;
    }

    /**
     * What two spellings of one address have in common: case folded, the domain with A-labels, a dot at its end left out.
     */
    public String identity(AddressConfig config) {
        return hasDomain() ? config.fold(local) + "@" + domainIdentity(domain) : config.fold(local);
    }

    /** The same for a domain alone. */
    public static String domainIdentity(String domain) {
        String name =
                domain.endsWith(".") && !domain.endsWith("..") ? domain.substring(0, domain.length() - 1) : domain;
        return DomainForm.hasForms(name) ? DomainForm.ascii(name) : CaseFold.fold(name);
    }

    /** The same address with another domain, without {@code @}. */
    public MailAddress in(String otherDomain) {
        return new MailAddress(local, otherDomain);
    }

    /** The address without its extension; this object if it has none. */
    public MailAddress bare(AddressConfig config) {
        int start = AddressExtension.start(local, config);
        return start < 0 ? this : new MailAddress(local.substring(0, start), domain);
    }
}
