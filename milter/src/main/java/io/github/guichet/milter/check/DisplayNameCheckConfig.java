package io.github.guichet.milter.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;
import java.util.Set;

/**
 * What a display name may not pretend.
 *
 * @param fields key {@code fields}: {@link #USUAL_FIELDS} unless said otherwise
 * @param addresses key {@code addresses}: whether an address in a name has to be the one that the name belongs to
 * @param domains key {@code domains}: maps that know the domains which no name may mention but that of an address in the same domain; none =
 *     names may mention any domain. Asked with a domain in small letters
 * @param address section {@code [address]}
 */
public record DisplayNameCheckConfig(
        Set<SenderField> fields, boolean addresses, List<Table> domains, AddressConfig address) {

    /** What is looked at unless the configuration says otherwise. */
    public static final Set<SenderField> USUAL_FIELDS = Set.of(SenderField.FROM);

    /** Keeps copies. */
    public DisplayNameCheckConfig {
        fields = Set.copyOf(fields);
        domains = List.copyOf(domains);
    }
}
