package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.key.AddressConfig;

/**
 * Who may write to a list.
 *
 * @param accessMap key {@code access-map}: from the address of a list to who may write to it, see {@link ListAccess}; is searched as
 *     {@code virtual_mailbox_maps} are, so that no extension and no capital letter gets around it
 * @param aliases key {@code alias-maps}: where an address leads
 * @param address section {@code [address]}
 */
public record ListAccessCheckConfig(Table accessMap, AliasExpansion aliases, AddressConfig address) {}
