package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;

/**
 * Which recipients exist.
 *
 * @param domains key {@code domains}: maps that know the domains whose recipients are all in {@code recipients}
 * @param recipients key {@code recipients}: maps that know recipients, each with its own search for an address
 * @param elsewhere key {@code backupmx}: maps that know domains whose recipients another host knows
 * @param address section {@code [address]}
 */
public record RecipientCheckConfig(
        List<Table> domains, List<Table> recipients, List<Table> elsewhere, AddressConfig address) {

    public RecipientCheckConfig {
        domains = List.copyOf(domains);
        recipients = List.copyOf(recipients);
        elsewhere = List.copyOf(elsewhere);
    }
}
