package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A table of ldap_table(5) on a directory. */
public final class LdapTable implements Table {

    private final LdapTableConfig config;
    private final LdapSource source;
    private final Template base;
    private final Template filter;
    private final Expansion expansion;

    /**
     * Reads the templates; asks nothing.
     *
     * @param config the table
     * @param source the directory it asks
     * @throws TemplateException when the filter, the base or the result format is malformed; its offset is that in the one
     *     its message names
     */
    public LdapTable(LdapTableConfig config, LdapSource source) throws TemplateException {
        this.config = config;
        this.source = source;
        this.base = parse("search base", config.base());
        this.filter = parse("filter", config.filter());
        this.expansion = new Expansion(List.of(base, filter), parse("result format", config.resultFormat()));
        checkFilter(config.filter());
        checkFilter(config.keysFilter().orElse("(objectClass=*)"));
    }

    private static Template parse(String what, String text) throws TemplateException {
        try {
            return Template.parse(text);
        } catch (TemplateException e) {
            throw new TemplateException(e.offset(), "in the " + what + ": " + e.getMessage());
        }
    }

    /**
     * Checks a filter without asking anybody.
     *
     * @param filter a template
     * @throws TemplateException when an expansion is unknown or stands outside an assertion's value, or when this is no filter
     */
    public static void checkFilter(String filter) throws TemplateException {
        Template template = parse("filter", filter);
        try {
            if (FilterKeys.hasMarkerOutsideValues(FilterText.parse(FilterKeys.withMarkers(template)))) {
                throw new TemplateException(
                        0,
                        "in the filter: an expansion may only stand in the value of an assertion, "
                                + "for example after mail=");
            }
        } catch (LDAPException e) {
            throw new TemplateException(
                    0, "in the filter: " + FilterKeys.withoutMarkers(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        return config.domain()
                .check(key, trail)
                .thenCompose(verdict -> passed(key, verdict))
                .thenApply(answer -> {
                    trail.step(config.name(), key, answer, Served.SOURCE, Duration.ZERO);
                    return answer;
                });
    }

    private CompletableFuture<Answer> passed(String key, DomainFilter.Verdict verdict) {
        if (verdict instanceof DomainFilter.Verdict.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Answer.Unavailable(unavailable.reason()));
        }
        if (verdict instanceof DomainFilter.Verdict.Skipped) {
            return CompletableFuture.completedFuture(Answer.NOT_FOUND);
        }
        Optional<Expansion.BoundKey> bound = expansion.bind(key);
        if (bound.isEmpty()) {
            return CompletableFuture.completedFuture(Answer.NOT_FOUND);
        }
        LdapSearch search = new LdapSearch(
                bound.get().query(base.pieces(), Quoting::base),
                config.scope().scope(),
                bound.get().query(filter.pieces(), Quoting::filter),
                config.attributes().all());
        return source.ask(
                (connection, deadline) -> new ResultCollector(
                                config, source.config(), bound.get(), connection, deadline)
                        .collect(search, base.isDynamic()),
                Answer.Unavailable::new);
    }

    @Override
    public Keys keys() {
        return new LdapKeys(config, source, base, filter).list();
    }
}
