package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.template.DomainFilter;
import java.util.List;
import java.util.Optional;

/**
 * A table on a directory, in the terms of ldap_table(5).
 *
 * @param name the map's name in the configuration
 * @param base the search base, a template
 * @param scope how far below it to search
 * @param filter the filter, a template
 * @param attributes which attributes make the result
 * @param resultFormat a template applied to each value
 * @param domain the only domains whose addresses are looked up
 * @param expansionLimit how many values a result may have; more is "unavailable"; 0 = any number
 * @param sizeLimit how many entries one search may find; more is "unavailable"; 0 = any number
 * @param recursionLimit how deep DNs and LDAP URLs are followed; deeper is "unavailable"
 * @param keysFilter finds the entries that hold all keys, for export; absent: derived from {@code filter}
 * @param keysAttributes their attributes that hold the keys; only together with {@code keysFilter}
 */
public record LdapTableConfig(
        String name,
        String base,
        LdapScope scope,
        String filter,
        ResultAttributes attributes,
        String resultFormat,
        DomainFilter domain,
        int expansionLimit,
        int sizeLimit,
        int recursionLimit,
        Optional<String> keysFilter,
        List<String> keysAttributes) {

    /** Postfix's {@code recursion_limit} when nothing is said. */
    public static final int DEFAULT_RECURSION_LIMIT = 1000;
    /** Postfix's {@code result_format} when nothing is said. */
    public static final String DEFAULT_RESULT_FORMAT = "%s";

    /** Checks what must hold for any table. */
    public LdapTableConfig {
        keysAttributes = List.copyOf(keysAttributes);
        if (recursionLimit < 1) {
            throw new IllegalArgumentException("the recursion limit must be positive");
        }
        if (keysFilter.isPresent() == keysAttributes.isEmpty()) {
            throw new IllegalArgumentException("a filter for keys and their attributes go together");
        }
    }
}
