package io.github.guichet.doctor;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.MailAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which addresses end here and exist: by the maps of mailboxes and domains, and the names that main.cf has. */
final class LocalAddresses {

    private final List<MapFacts> mailboxDomains;
    private final List<MapFacts> aliasDomains;
    private final List<MapFacts> mailboxes;
    private final Set<String> namedDomains;

    /**
     * What is known.
     *
     * @param namedDomains mailbox domains that stand in main.cf itself
     */
    LocalAddresses(Setup setup, Set<String> namedDomains) {
        this.mailboxDomains = setup.mapsFor("virtual_mailbox_domains");
        this.aliasDomains = setup.mapsFor("virtual_alias_domains");
        this.mailboxes = setup.mapsFor("virtual_mailbox_maps");
        this.namedDomains = Set.copyOf(namedDomains);
    }

    /** Domains that are written out in a value of main.cf. */
    static Set<String> named(String value) {
        return Stream.of(value.split("[\\s,]+"))
                .filter(word ->
                        !word.isEmpty() && !word.contains(":") && !word.startsWith("/") && !word.startsWith("!"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Whether anything can be said of which addresses exist. */
    boolean isKnown() {
        return !mailboxes.isEmpty()
                && (!mailboxDomains.isEmpty() || !namedDomains.isEmpty() || !aliasDomains.isEmpty());
    }

    /** Whether mail for an address that is no alias is refused, because it ends here and there is no such mailbox. */
    boolean isDangling(String address) {
        MailAddress parts = MailAddress.of(address);
        if (!parts.hasDomain()) {
            return false;
        }
        String domain = parts.domain().toLowerCase(Locale.ROOT);
        if (namedDomains.contains(domain) || isFound(mailboxDomains, domain)) {
            return isMissing(mailboxes, address);
        }
        // In a domain of aliases only, an address that is none is nobody's.
        return isFound(aliasDomains, domain) && isMissing(mailboxes, address);
    }

    private static boolean isFound(List<MapFacts> maps, String key) {
        return maps.stream().anyMatch(m -> m.searched().lookup(key, new Trail()).join() instanceof Answer.Found);
    }

    private static boolean isMissing(List<MapFacts> maps, String key) {
        return maps.stream().allMatch(m -> m.searched().lookup(key, new Trail()).join() instanceof Answer.NotFound);
    }
}
