package io.github.guichet.command;

import io.github.guichet.lookup.dict.DictKey;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlDictEntry;
import io.github.guichet.lookup.sql.SqlDictStore;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the sections {@code [dovecot-auth.dict.NAME]}: where values go that Dovecot writes by key. */
final class DictReader {

    private static final List<String> STATEMENTS = List.of("read", "write", "unset", "increment");

    private final Map<String, SourceConfig> sources;
    private final Set<String> sourceNames;

    /**
     * A reader.
     *
     * @param sourceNames of all sections, those with problems included
     */
    DictReader(Map<String, SourceConfig> sources, Set<String> sourceNames) {
        this.sources = sources;
        this.sourceNames = sourceNames;
    }

    List<DictConfig> read(Map<String, ConfigSection> sections) {
        Map<String, List<SqlDictEntry>> bySource = new LinkedHashMap<>();
        sections.values().forEach(section -> {
            Optional<ConfigText> source = source(section);
            Optional<DictKey> key = key(section);
            Optional<SourceConfig> config = source.flatMap(s -> Optional.ofNullable(sources.get(s.text())));
            if (config.isEmpty()) {
                section.takeAll();
                return;
            }
            // Statements are checked even for a key that is wrong.
            Optional<SqlDictEntry> entry =
                    entry(section, key.orElseGet(() -> new DictKey("priv/", false)), config.get());
            entry.filter(e -> key.isPresent())
                    .ifPresent(e -> bySource.computeIfAbsent(source.get().text(), s -> new ArrayList<>())
                            .add(e));
        });
        return bySource.entrySet().stream()
                .map(e -> new DictConfig(e.getKey(), e.getValue()))
                .toList();
    }

    private Optional<ConfigText> source(ConfigSection section) {
        Optional<ConfigText> name = section.text("source");
        if (!section.has("source")) {
            section.missing("source", "is missing: the name of a [source.NAME] that keeps the values");
        }
        name.filter(n -> !sourceNames.contains(n.text()))
                .ifPresent(n ->
                        section.unresolved(n, "there is no source " + n.text() + Nearest.hint(n.text(), sourceNames)));
        return name;
    }

    private static Optional<DictKey> key(ConfigSection section) {
        Optional<String> text = section.string("key");
        if (!section.has("key")) {
            section.missing("key", "is missing: priv/quota/storage, or shared/last-login/%u");
        }
        try {
            return text.map(DictKey::parse);
        } catch (IllegalArgumentException e) {
            section.problem("key", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<SqlDictEntry> entry(ConfigSection section, DictKey key, SourceConfig source) {
        if (source instanceof SourceConfig.Embedded) {
            for (String statement : STATEMENTS) {
                if (section.has(statement)) {
                    section.refuse(statement, "does not belong here: the embedded store has its own table for values");
                }
            }
            return Optional.of(
                    new SqlDictEntry(key, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        }
        if (!(source instanceof SourceConfig.Sql sql)) {
            section.problem("source", "must be a database or the embedded store: values are written to it");
            section.takeAll();
            return Optional.empty();
        }
        SqlDialect dialect = sql.config().dialect();
        if (dialect == SqlDialect.SQLITE) {
            section.problem("source", "is an SQLite file, which guichet only reads; use a source of type \"embedded\"");
            section.takeAll();
            return Optional.empty();
        }
        if (STATEMENTS.stream().noneMatch(section::has)) {
            section.missing(
                    "write", "is missing, and so are read, unset and increment: nothing could be done with the key");
        }
        return Optional.of(new SqlDictEntry(
                key,
                statement(section, "read", dialect),
                statement(section, "write", dialect),
                statement(section, "unset", dialect),
                statement(section, "increment", dialect)));
    }

    private static Optional<String> statement(ConfigSection section, String key, SqlDialect dialect) {
        Optional<ConfigText> text = section.text(key);
        try {
            if (text.isPresent()) {
                SqlDictStore.check(text.get().text(), dialect);
            }
        } catch (TemplateException e) {
            section.problem(text.orElseThrow(), e.offset(), String.valueOf(e.getMessage()));
        }
        return text.map(ConfigText::text);
    }
}
