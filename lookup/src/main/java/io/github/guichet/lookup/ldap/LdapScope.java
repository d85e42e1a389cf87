package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.SearchScope;
import java.util.Locale;
import java.util.Optional;

/** How far below the search base a search goes. */
public enum LdapScope {
    /** The base and everything below. */
    SUB,
    /** The children of the base. */
    ONE,
    /** The base alone. */
    BASE;

    SearchScope scope() {
        return switch (this) {
            case SUB -> SearchScope.SUB;
            case ONE -> SearchScope.ONE;
            case BASE -> SearchScope.BASE;
        };
    }

    /** The scope of a word of ldap_table(5): {@code sub}, {@code one} or {@code base}, in any case. */
    public static Optional<LdapScope> of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "sub" -> Optional.of(SUB);
            case "one" -> Optional.of(ONE);
            case "base" -> Optional.of(BASE);
            default -> Optional.empty();
        };
    }
}
