package io.github.guichet.milter.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * To whom, and to how many, {@link RecipientsCheck} lets somebody write.
 *
 * @param max key {@code max}: how many recipients a message may have; empty = any number
 * @param maxMap key {@code max-map}: a map from a login, from <code>@domain</code> for all logins of a domain, or from a client's address,
 *     to a number or {@code unlimited}
 * @param domains key {@code domains}: maps that know the domains that are this site's own
 * @param refuseForeign key {@code foreign}: whether recipients in other domains are refused
 * @param foreignMap key {@code foreign-map}: a map from who {@code max-map} is asked for to addresses, <code>@domains</code> or {@code *}
 *     that he may write to beside the own domains
 * @param address section {@code [address]}
 */
public record RecipientsCheckConfig(
        OptionalInt max,
        Optional<Table> maxMap,
        List<Table> domains,
        boolean refuseForeign,
        Optional<Table> foreignMap,
        AddressConfig address) {

    public RecipientsCheckConfig {
        domains = List.copyOf(domains);
    }
}
