package io.github.guichet.command;

import io.github.guichet.lookup.sendas.SendAsSwitches;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code [send-as]}. Maps are named as in the configuration.
 *
 * @param maps give addresses to logins
 * @param groups give groups their members
 * @param aliases stand for virtual_alias_maps
 * @param aliasDomains gives an alias domain its domain
 * @param anyAddress logins that may send as anything
 * @param anyAddressMaps have more of them
 * @param logins have every login that exists; none = {@code [accounts]} knows them
 * @param switches which rights there are
 * @param byDomain the same for some domains
 */
record SendAsSection(
        List<String> maps,
        List<String> groups,
        List<String> aliases,
        Optional<String> aliasDomains,
        List<String> anyAddress,
        List<String> anyAddressMaps,
        List<String> logins,
        SendAsSwitches switches,
        Map<String, SendAsSwitches> byDomain) {

    /** Keeps copies. */
    SendAsSection {
        maps = List.copyOf(maps);
        groups = List.copyOf(groups);
        aliases = List.copyOf(aliases);
        anyAddress = List.copyOf(anyAddress);
        anyAddressMaps = List.copyOf(anyAddressMaps);
        logins = List.copyOf(logins);
        byDomain = Map.copyOf(byDomain);
    }

    /** Whether anybody may send as the address that the login is called like. */
    boolean knowsOwnAddresses() {
        return switches.ownAddress() || byDomain.values().stream().anyMatch(SendAsSwitches::ownAddress);
    }
}
