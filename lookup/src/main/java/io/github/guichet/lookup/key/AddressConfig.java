package io.github.guichet.lookup.key;

import io.github.guichet.lookup.CaseFold;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the search for a key needs to know of main.cf: section {@code [address]} of the configuration.
 *
 * @param recipientDelimiter key {@code recipient-delimiter}: as Postfix's {@code recipient_delimiter}, each character is
 *     one delimiter; empty when there are no address extensions
 * @param localDomains key {@code local-domains}: what {@code $myorigin} and {@code $mydestination} hold, and {@code
 *     [address]} literals of this host; for these domains {@code user} is searched after {@code user@domain}. Plain names,
 *     any case
 * @param propagateUnmatchedExtensions key {@code propagate-unmatched-extensions}: as in Postfix; of its words {@code
 *     canonical}, {@code virtual} and {@code generic} matter here
 * @param parentDomainMatchesSubdomains key {@code parent-domain-matches-subdomains}: the parameters for which {@code
 *     parent} matches {@code host.parent}; for the others that takes {@code .parent}
 * @param ownerRequestSpecial key {@code owner-request-special}: never cut {@code owner-name} and {@code name-request}
 * @param doubleBounceSender key {@code double-bounce-sender}: a local part that is never cut
 * @param smtputf8 key {@code smtputf8}: as {@code smtputf8_enable}; fold all of Unicode, not only ASCII
 */
public record AddressConfig(
        String recipientDelimiter,
        Set<String> localDomains,
        Set<String> propagateUnmatchedExtensions,
        Set<String> parentDomainMatchesSubdomains,
        boolean ownerRequestSpecial,
        String doubleBounceSender,
        boolean smtputf8) {

    /** Postfix's own defaults, but with the delimiter {@code +}. */
    public static final AddressConfig DEFAULTS = new AddressConfig(
            "+",
            Set.of(),
            Set.of("canonical", "virtual"),
            Set.of(
                    "debug_peer_list",
                    "fast_flush_domains",
                    "mynetworks",
                    "permit_mx_backup_networks",
                    "qmqpd_authorized_clients",
                    "relay_domains",
                    "smtpd_access_maps"),
            true,
            "double-bounce",
            true);

    public AddressConfig {
        localDomains = localDomains.stream().map(CaseFold::fold).collect(Collectors.toUnmodifiableSet());
        propagateUnmatchedExtensions = Set.copyOf(propagateUnmatchedExtensions);
        parentDomainMatchesSubdomains = Set.copyOf(parentDomainMatchesSubdomains);
    }

    /** The same with other delimiters. */
    public AddressConfig withRecipientDelimiter(String delimiter) {
        return new AddressConfig(
                delimiter,
                localDomains,
                propagateUnmatchedExtensions,
                parentDomainMatchesSubdomains,
                ownerRequestSpecial,
                doubleBounceSender,
                smtputf8);
    }

    /** The same with other local domains. */
    public AddressConfig withLocalDomains(Set<String> domains) {
        return new AddressConfig(
                recipientDelimiter,
                domains,
                propagateUnmatchedExtensions,
                parentDomainMatchesSubdomains,
                ownerRequestSpecial,
                doubleBounceSender,
                smtputf8);
    }

    /** The same with other words in {@code propagate_unmatched_extensions}. */
    public AddressConfig withPropagateUnmatchedExtensions(Set<String> words) {
        return new AddressConfig(
                recipientDelimiter,
                localDomains,
                words,
                parentDomainMatchesSubdomains,
                ownerRequestSpecial,
                doubleBounceSender,
                smtputf8);
    }

    /** The same with other parameters in {@code parent_domain_matches_subdomains}. */
    public AddressConfig withParentDomainMatchesSubdomains(Set<String> parameters) {
        return new AddressConfig(
                recipientDelimiter,
                localDomains,
                propagateUnmatchedExtensions,
                parameters,
                ownerRequestSpecial,
                doubleBounceSender,
                smtputf8);
    }

    /** How the parents of a name are searched in a parameter. */
    Parents parents(String parameter) {
        return parentDomainMatchesSubdomains.contains(parameter) ? Parents.PLAIN : Parents.DOTTED;
    }

    /** Folds a key. */
    public String fold(String key) {
        return smtputf8 ? CaseFold.fold(key) : CaseFold.foldAscii(key);
    }

    /** Whether a folded domain is one of {@link #localDomains}. As in resolve_local() one trailing dot does not matter. */
    public boolean isLocal(String foldedDomain) {
        if (localDomains.isEmpty()) {
            return false;
        }
        boolean dot = foldedDomain.endsWith(".") && !foldedDomain.endsWith("..");
        return localDomains.contains(foldedDomain)
                || (dot && localDomains.contains(foldedDomain.substring(0, foldedDomain.length() - 1)));
    }
}
