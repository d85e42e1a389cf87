package io.github.guichet.lookup.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists all keys of a table, page by page (RFC 2696), on a connection of its own. */
final class LdapKeys {

    private static final int PAGE = 500;
    private static final FilterKeys.Rule WHOLE_VALUE = new FilterKeys.Rule("", false, "");

    private final LdapTableConfig config;
    private final LdapSource source;
    private final Template base;
    private final Template filter;

    LdapKeys(LdapTableConfig config, LdapSource source, Template base, Template filter) {
        this.config = config;
        this.source = source;
        this.base = base;
        this.filter = filter;
    }

    Keys list() {
        if (base.isDynamic()) {
            return new Keys.Unlistable("map " + config.name() + ": its search base depends on the key, so there is no "
                    + "one place to look for all keys");
        }
        try {
            Optional<FilterKeys.Plan> plan = plan();
            if (plan.isEmpty()) {
                return new Keys.Unlistable("map " + config.name() + ": the keys cannot be told from its filter; set "
                        + "keys-filter and keys-attributes, for example keys-filter = \"(mail=*)\" and "
                        + "keys-attributes = [\"mail\"]");
            }
            FilterKeys.Plan all = plan.get();
            List<String> keys = source.askAtLength((connection, deadline) -> search(all, connection, deadline));
            return new Keys.Listed(keys);
        } catch (LDAPException e) {
            return new Keys.Unlistable("map " + config.name() + ": keys-filter: " + e.getMessage());
        } catch (SourceException e) {
            return new Keys.Unavailable("source " + source.name() + " " + e.getMessage());
        }
    }

    private Optional<FilterKeys.Plan> plan() throws LDAPException {
        if (config.keysFilter().isEmpty()) {
            return FilterKeys.plan(filter);
        }
        Map<String, List<FilterKeys.Rule>> rules = new LinkedHashMap<>();
        config.keysAttributes().forEach(attribute -> rules.put(attribute, List.of(WHOLE_VALUE)));
        return Optional.of(
                new FilterKeys.Plan(FilterText.parse(config.keysFilter().get()), rules));
    }

    private List<String> search(FilterKeys.Plan plan, LiveConnection connection, Deadline deadline)
            throws LDAPException {
        Set<String> keys = new LinkedHashSet<>();
        Filter all = plan.filter();
        LdapSearch search = new LdapSearch(
                base.text().replace("%%", "%"),
                config.scope().scope(),
                all.toString(),
                List.copyOf(plan.rules().keySet()));
        @Nullable ASN1OctetString cookie = null;
        do {
            SearchRequest request = search.request(source.config(), 0, deadline);
            request.setControls(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult result = connection.ldap().search(request);
            result.getSearchEntries().forEach(entry -> collect(plan, entry, keys));
            SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
            cookie = page != null && page.moreResultsToReturn() ? page.getCookie() : null;
        } while (cookie != null);
        return new ArrayList<>(keys);
    }

    private static void collect(FilterKeys.Plan plan, Entry entry, Set<String> keys) {
        plan.rules().forEach((name, rules) -> {
            for (Attribute attribute : entry.getAttributesWithOptions(name, null)) {
                for (String value : attribute.getValues()) {
                    rules.forEach(rule -> rule.key(value).ifPresent(keys::add));
                }
            }
        });
    }
}
