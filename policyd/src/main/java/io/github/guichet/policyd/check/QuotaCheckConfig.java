package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.key.AddressConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Which mailboxes are full.
 *
 * @param rule the rule's name: rules with one store remember apart
 * @param quota key {@code quota-map}: from a mailbox to its limit in bytes; 0, less, or nothing = it has none
 * @param usage key {@code usage-map}: from a mailbox to the bytes in it, or to these, a comma, and the Unix time of when that was so
 * @param aliases key {@code alias-maps}: where an address leads
 * @param domains key {@code domains}: maps that know the domains whose mailboxes are ours; none = whoever has a quota is ours
 * @param grace key {@code grace}: a mailbox that is full for less than this is told so with 452, then with 552
 * @param maxAge key {@code max-age}: an older usage says nothing
 * @param marks key {@code store}: remembers since when a mailbox is full
 * @param address section {@code [address]}
 * @param clock the time, by which the age of a usage is told
 */
public record QuotaCheckConfig(
        String rule,
        Table quota,
        Table usage,
        AliasExpansion aliases,
        List<Table> domains,
        Duration grace,
        Duration maxAge,
        Marks marks,
        AddressConfig address,
        InstantSource clock) {

    public QuotaCheckConfig {
        domains = List.copyOf(domains);
    }
}
