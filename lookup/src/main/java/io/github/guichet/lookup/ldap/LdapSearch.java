package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.guichet.lookup.Deadline;
import java.util.List;
import java.util.Locale;

/**
 * One search.
 *
 * @param base the search base, sent as it is; the server judges it
 * @param scope how far below it
 * @param filter the filter's text
 * @param attributes what to return of each entry; empty for everything
 */
record LdapSearch(String base, SearchScope scope, String filter, List<String> attributes) {

    /** Whether this is surely the same search again, as far as can be said without knowing the server's matching rules. */
    boolean repeats(LdapSearch other) {
        return scope.equals(other.scope)
                && base.toLowerCase(Locale.ROOT).equals(other.base.toLowerCase(Locale.ROOT))
                && filter.equals(other.filter)
                && attributes.equals(other.attributes);
    }

    /** For the wire. */
    SearchRequest request(LdapSourceConfig source, int sizeLimit, Deadline deadline) throws LDAPException {
        Filter parsed = FilterText.parse(filter);
        int seconds = (int) Math.min(Integer.MAX_VALUE, deadline.left().toSeconds() + 1);
        SearchRequest request = new SearchRequest(
                base,
                scope,
                policy(source.dereference()),
                sizeLimit,
                seconds,
                false,
                parsed,
                attributes.toArray(String[]::new));
        request.setResponseTimeoutMillis(deadline.leftMillis());
        return request;
    }

    private static DereferencePolicy policy(LdapSourceConfig.Dereference when) {
        return switch (when) {
            case NEVER -> DereferencePolicy.NEVER;
            case SEARCHING -> DereferencePolicy.SEARCHING;
            case FINDING -> DereferencePolicy.FINDING;
            case ALWAYS -> DereferencePolicy.ALWAYS;
        };
    }
}
