package io.github.guichet.milter.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;
import java.util.Set;

/**
 * Which fields have to name somebody that the login may send as, and what becomes of those that do not.
 *
 * @param fields key {@code fields}: {@link #USUAL_FIELDS} unless said otherwise. All but From: may be missing
 * @param exceptions key {@code exceptions}: maps that give an address the logins that may use it in these fields all the same: a list of
 *     logins, {@code @example.org} for all logins of a domain, or {@code *}. Asked with their own search for an address
 * @param refuseMissing key {@code missing}: whether a message without From: is objected to
 * @param rewrite key {@code rewrite}: whether From: is to become the login's own address
 * @param address section {@code [address]}
 */
public record HeaderFromCheckConfig(
        Set<SenderField> fields,
        List<Table> exceptions,
        boolean refuseMissing,
        boolean rewrite,
        AddressConfig address) {

    /** What is looked at unless the configuration says otherwise. */
    public static final Set<SenderField> USUAL_FIELDS = Set.of(SenderField.FROM, SenderField.SENDER);

    /** Keeps copies. */
    public HeaderFromCheckConfig {
        fields = Set.copyOf(fields);
        exceptions = List.copyOf(exceptions);
    }
}
