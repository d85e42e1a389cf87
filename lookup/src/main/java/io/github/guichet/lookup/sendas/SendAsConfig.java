package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What section {@code [send-as]} says. Tables answer exact keys; which keys they are asked is decided here, whatever they serve
 * otherwise.
 *
 * @param address delimiters and local domains
 * @param maps give addresses, or {@code @domain}, to logins: lists with commas or white space
 * @param groups give a group its members: logins and groups
 * @param aliases stand for {@code virtual_alias_maps}
 * @param aliasDomains gives an alias domain the domain that it stands for
 * @param anyAddress logins that may send as anything
 * @param anyAddressMaps have an entry for each login that may send as anything, or as what the value names
 * @param logins knows which logins exist; absent = nobody does
 * @param switches which rights there are
 * @param byDomain the same for some domains, by {@link MailAddress#domainIdentity}
 */
public record SendAsConfig(
        AddressConfig address,
        List<Table> maps,
        List<Table> groups,
        List<Table> aliases,
        Optional<Table> aliasDomains,
        List<String> anyAddress,
        List<Table> anyAddressMaps,
        Optional<Table> logins,
        SendAsSwitches switches,
        Map<String, SendAsSwitches> byDomain) {

    /** Keeps copies. */
    public SendAsConfig {
        maps = List.copyOf(maps);
        groups = List.copyOf(groups);
        aliases = List.copyOf(aliases);
        anyAddress = List.copyOf(anyAddress);
        anyAddressMaps = List.copyOf(anyAddressMaps);
        byDomain = Map.copyOf(byDomain);
    }

    /** The rights for an address, by its domain. */
    SendAsSwitches switches(MailAddress address) {
        return byDomain.isEmpty()
                ? switches
                : byDomain.getOrDefault(MailAddress.domainIdentity(address.domain()), switches);
    }
}
