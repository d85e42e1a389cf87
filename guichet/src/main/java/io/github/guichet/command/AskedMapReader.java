package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.embedded.EmbeddedQueries;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.ldap.LdapTable;
import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.ldap.ResultAttributes;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.sql.SqlTemplate;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.DomainFilterException;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the keys of a map that asks a source, as mysql_table(5) and ldap_table(5) have them. */
final class AskedMapReader {

    private static final int MOST = 1_000_000;

    private final ConfigSection section;
    private final MapReferences references;

    AskedMapReader(ConfigSection section, MapReferences references) {
        this.section = section;
        this.references = references;
    }

    Optional<MapKind> sql(SqlSourceConfig source) {
        if (!section.has("query")) {
            section.missing("query", "is missing: what the database is asked, with %s for the key");
        }
        return query(source, section.text("query").map(ConfigText::text), Optional.empty());
    }

    /** A query, or the usual one of the store for the parameter. */
    Optional<MapKind> embedded(SqlSourceConfig source, Optional<String> parameter) {
        if (section.has("query")) {
            section.refuse("table", "cannot be together with query");
            return query(source, section.text("query").map(ConfigText::text), Optional.empty());
        }
        if (section.has("table")) {
            return table(source);
        }
        Optional<EmbeddedQueries.Queries> usual = parameter.flatMap(EmbeddedQueries::forParameter);
        if (parameter.isEmpty()) {
            section.missing("for", "is missing: the parameter that this map serves, or a table or query instead");
        } else if (usual.isEmpty()) {
            section.missing(
                    "query",
                    "is missing: the store has no usual query for " + parameter.get() + "; it has one for "
                            + String.join(", ", EmbeddedQueries.parameters()));
        }
        return query(source, usual.map(EmbeddedQueries.Queries::query), usual.map(EmbeddedQueries.Queries::keysQuery));
    }

    /** What rules look into, and no parameter of Postfix is. */
    private Optional<MapKind> table(SqlSourceConfig source) {
        Map<String, EmbeddedQueries.Queries> tables = new TreeMap<>();
        EmbeddedQueries.tables()
                .forEach(name -> EmbeddedQueries.forTable(name).ifPresent(queries -> tables.put(name, queries)));
        Optional<EmbeddedQueries.Queries> chosen = section.choice("table", tables);
        return query(
                source, chosen.map(EmbeddedQueries.Queries::query), chosen.map(EmbeddedQueries.Queries::keysQuery));
    }

    private Optional<MapKind> query(SqlSourceConfig source, Optional<String> query, Optional<String> usualKeys) {
        section.text("query").ifPresent(text -> check(text, source));
        section.text("keys-query").ifPresent(text -> check(text, source));
        String format = format();
        int limit = section.integer("expansion-limit", 0, MOST).orElse(0);
        List<String> domain = domain();
        Optional<String> keys = section.string("keys-query").or(() -> usualKeys);
        return query.map(q -> {
            SqlTableConfig usual = SqlTableConfig.of(section.name(), q);
            return new MapKind.Sql(
                    source.name(),
                    new SqlTableConfig(
                            section.name(),
                            q,
                            format,
                            DomainFilter.ALL,
                            limit,
                            usual.requireResultSet(),
                            usual.columns(),
                            keys),
                    domain);
        });
    }

    private void check(ConfigText text, SqlSourceConfig source) {
        try {
            SqlTemplate unused = SqlTemplate.parse(text.text(), source.dialect());
        } catch (TemplateException e) {
            section.problem(text, e.offset(), String.valueOf(e.getMessage()));
        }
    }

    private String format() {
        Optional<ConfigText> format = section.text("result-format");
        format.ifPresent(this::checkTemplate);
        return format.map(ConfigText::text).orElse("%s");
    }

    private boolean checkTemplate(ConfigText text) {
        try {
            Template unused = Template.parse(text.text());
            return true;
        } catch (TemplateException e) {
            section.problem(text, e.offset(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private List<String> domain() {
        List<ConfigText> patterns = section.texts("domain");
        for (ConfigText text : patterns) {
            try {
                DomainFilter unused = DomainFilter.parse(text.text(), (type, name) -> {
                    if (!type.equals("map")) {
                        throw new DomainFilterException(
                                type + ": no such table can be named here; allowed are domains, /file and map:NAME");
                    }
                    references.add(section, text, name);
                    return new ValuesTable(name, Map.of());
                });
            } catch (DomainFilterException e) {
                section.problem(text, 0, String.valueOf(e.getMessage()));
            }
        }
        return patterns.stream().map(ConfigText::text).toList();
    }

    Optional<MapKind> ldap(SourceConfig.Ldap source) {
        Optional<ConfigText> filter = section.text("filter");
        Optional<ConfigText> base = section.text("base");
        if (!section.has("filter")) {
            section.missing("filter", "is missing: what the directory is searched for, with %s for the key");
        }
        if (base.isEmpty() && source.base().isEmpty()) {
            section.missing("base", "is missing, here and in the source: where in the directory to search");
        }
        boolean filterIsRight = filter.map(this::checkTemplate).orElse(false);
        boolean baseIsRight = base.map(this::checkTemplate).orElse(true);
        boolean right = filterIsRight && baseIsRight;
        LdapScope scope = LdapSourceReader.scope(section).orElse(source.scope());
        List<String> regular = section.strings("result-attributes");
        ResultAttributes attributes = new ResultAttributes(
                regular,
                section.strings("special-result-attributes"),
                section.strings("leaf-result-attributes"),
                section.strings("terminal-result-attributes"));
        if (regular.isEmpty()
                && attributes.leaf().isEmpty()
                && attributes.terminal().isEmpty()) {
            section.missing("result-attributes", "is missing: the attributes that make the result");
        }
        String format = format();
        int limit = section.integer("expansion-limit", 0, MOST).orElse(0);
        int size = section.integer("size-limit", 0, MOST).orElse(limit);
        int recursion = section.integer("recursion-limit", 1, MOST).orElse(LdapTableConfig.DEFAULT_RECURSION_LIMIT);
        List<String> domain = domain();
        Optional<String> keysFilter = section.string("keys-filter");
        List<String> keysAttributes = section.strings("keys-attributes");
        if (keysFilter.isPresent() == keysAttributes.isEmpty()) {
            section.problem(
                    keysFilter.isPresent() ? "keys-filter" : "keys-attributes",
                    "keys-filter and keys-attributes are given together or not at all");
            right = false;
        }
        if (!right || filter.isEmpty()) {
            return Optional.empty();
        }
        LdapTableConfig table = new LdapTableConfig(
                section.name(),
                base.map(ConfigText::text).or(source::base).orElse(""),
                scope,
                filter.get().text(),
                attributes,
                format,
                DomainFilter.ALL,
                limit,
                size,
                recursion,
                keysFilter,
                keysAttributes);
        checkFilter(table, source, filter.get());
        return Optional.of(new MapKind.Ldap(source.config().name(), table, domain));
    }

    /** The parts are right by themselves; this finds a filter whose parentheses do not match and the like. */
    private void checkFilter(LdapTableConfig table, SourceConfig.Ldap source, ConfigText filter) {
        try (LdapSource unasked = LdapSource.open(source.config(), LookupObserver.NONE)) {
            LdapTable unused = new LdapTable(table, unasked);
        } catch (TemplateException e) {
            section.problem(filter, 0, String.valueOf(e.getMessage()));
        }
    }
}
