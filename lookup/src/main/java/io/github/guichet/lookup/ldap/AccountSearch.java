package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The texts of a search for accounts, read and checked.
 *
 * @param name for messages
 * @param base the search base
 * @param scope how far below it
 * @param filter the filter
 * @param rules how an entry becomes a record
 */
record AccountSearch(String name, DnTemplate base, LdapScope scope, AccountText filter, List<FieldRule> rules) {

    /** "No attributes", RFC 4511, 4.5.1.8; an empty list would be all. */
    private static final String NO_ATTRIBUTES = "1.1";

    /**
     * Reads.
     *
     * @param withoutPassword leaves out what would become the field {@code password}
     * @throws TemplateException says which text is malformed
     */
    static AccountSearch of(LdapAccountConfig config, boolean withoutPassword) throws TemplateException {
        List<FieldRule> rules = new ArrayList<>(part("attributes", () -> FieldRule.parse(config.attributes())));
        rules.removeIf(rule -> withoutPassword && rule.name().text().equals("password"));
        return new AccountSearch(
                config.name(),
                part("base", () -> DnTemplate.parse(config.base())),
                config.scope(),
                part("filter", () -> filter(config.filter())),
                List.copyOf(rules));
    }

    private interface Reading<T> {
        T read() throws TemplateException;
    }

    private static <T> T part(String what, Reading<T> reading) throws TemplateException {
        try {
            return reading.read();
        } catch (TemplateException e) {
            throw new TemplateException(e.offset(), "in the " + what + ": " + e.getMessage());
        }
    }

    /** A filter whose variables only stand in values. */
    static AccountText filter(String text) throws TemplateException {
        AccountText filter = AccountText.parse(text);
        try {
            if (FilterKeys.hasMarkerOutsideValues(FilterText.parse(filter.withMarkers()))) {
                throw new TemplateException(
                        0, "a variable may only stand in the value of an assertion, for example after uid=");
            }
        } catch (LDAPException e) {
            throw new TemplateException(0, AccountText.withoutMarkers(String.valueOf(e.getMessage())));
        }
        return filter;
    }

    LdapSearch search(AccountRequest request) {
        return new LdapSearch(base.dn(request), scope.scope(), filter.filter(request), attributesOf(""));
    }

    boolean baseDependsOnRequest() {
        return base.isDynamic();
    }

    boolean isDynamic() {
        return base.isDynamic() || filter.isDynamic();
    }

    /** The facts that an answer can depend on. */
    Set<String> variables() {
        Set<String> facts = new LinkedHashSet<>(base.variables());
        facts.addAll(filter.variables());
        for (FieldRule rule : rules) {
            facts.addAll(rule.name().variables());
            rule.value().ifPresent(value -> facts.addAll(value.variables()));
        }
        return Set.copyOf(facts);
    }

    /** What to ask for: of the entry itself for an empty name, else of the other entry with that name. */
    List<String> attributesOf(String other) {
        Set<String> names = new LinkedHashSet<>();
        rules.stream().flatMap(AccountSearch::mentioned).forEach(attribute -> {
            int at = attribute.indexOf('@');
            if (other.equals(at < 0 ? "" : attribute.substring(at + 1))) {
                names.add(at < 0 ? attribute : attribute.substring(0, at));
            }
        });
        names.remove("");
        return names.isEmpty() ? List.of(NO_ATTRIBUTES) : List.copyOf(names);
    }

    private static Stream<String> mentioned(FieldRule rule) {
        Stream<String> texts = Stream.concat(Stream.of(rule.name()), rule.value().stream())
                .flatMap(text -> text.attributes().stream());
        return Stream.concat(Stream.of(rule.attribute()), texts);
    }
}
