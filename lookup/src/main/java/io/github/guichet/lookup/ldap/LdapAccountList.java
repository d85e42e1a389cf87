package io.github.guichet.lookup.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.account.AccountList;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of all users in a directory, page by page (RFC 2696), on a connection of its own. */
public final class LdapAccountList implements AccountList {

    private static final int PAGE = 500;
    /** Nobody is asked about when all are. */
    private static final AccountRequest ANYBODY = AccountRequest.of("*");

    private final AccountSearch search;
    private final LdapSource source;

    /**
     * Reads the texts; asks nothing.
     *
     * @param config its attributes give the field {@code user}, of each value a name; other fields are not used
     * @throws TemplateException when base, filter or attributes are malformed; its message says which
     */
    public LdapAccountList(LdapAccountConfig config, LdapSource source) throws TemplateException {
        this.search = AccountSearch.of(config, false);
        this.source = source;
    }

    @Override
    public Keys users() {
        if (search.isDynamic()) {
            return new Keys.Unlistable(
                    search.name() + ": the search base or the filter depends on the user, so it cannot list all");
        }
        try {
            return new Keys.Listed(source.askAtLength(this::pages));
        } catch (SourceException e) {
            return new Keys.Unavailable("source " + source.name() + " " + e.getMessage());
        }
    }

    private List<String> pages(LiveConnection connection, Deadline deadline) throws LDAPException, SourceException {
        List<String> users = new ArrayList<>();
        @Nullable ASN1OctetString cookie = null;
        do {
            SearchRequest request = search.search(ANYBODY).request(source.config(), 0, deadline);
            request.setControls(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult result = connection.ldap().search(request);
            for (Entry entry : result.getSearchEntries()) {
                users.addAll(new FieldMaker(new EntryValues(entry), ANYBODY).users(search.rules()));
            }
            SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
            cookie = page != null && page.moreResultsToReturn() ? page.getCookie() : null;
        } while (cookie != null);
        return users;
    }
}
