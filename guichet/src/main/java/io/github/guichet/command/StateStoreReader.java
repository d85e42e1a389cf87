package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the key {@code store} of a rule: {@code memory}, {@code embedded}, or the name of a source. */
final class StateStoreReader {

    private static final String KEY = "store";
    private static final String MEMORY = "memory";
    private static final String EMBEDDED = "embedded";

    private final Map<String, SourceConfig> sources;
    private final Set<String> sourceNames;

    /**
     * A reader.
     *
     * @param sources those without problems
     * @param sourceNames all of them
     */
    StateStoreReader(Map<String, SourceConfig> sources, Set<String> sourceNames) {
        this.sources = sources;
        this.sourceNames = sourceNames;
    }

    StateStore read(ConfigSection section) {
        return section.text(KEY).map(text -> read(section, text)).orElseGet(StateStore.Memory::new);
    }

    private StateStore read(ConfigSection section, ConfigText text) {
        String name = text.text();
        if (sourceNames.contains(name)) {
            Optional.ofNullable(sources.get(name)).ifPresent(source -> check(section, text, source));
            return new StateStore.InSource(name);
        }
        if (name.equals(EMBEDDED)) {
            return embedded(section, text);
        }
        if (!name.equals(MEMORY)) {
            section.unresolved(
                    text,
                    "must be memory, embedded or a source; there is no source " + name
                            + Nearest.suggestion(name, sourceNames));
        }
        return new StateStore.Memory();
    }

    private static void check(ConfigSection section, ConfigText text, SourceConfig source) {
        if (source instanceof SourceConfig.Ldap) {
            section.problem(text, 0, "must be a database or the embedded store: counters are written to it");
        } else if (source instanceof SourceConfig.Sql sql && sql.config().dialect() == SqlDialect.SQLITE) {
            section.problem(text, 0, "is an SQLite file, which guichet only reads; use a source of type \"embedded\"");
        }
    }

    /** The one source of that type, whatever its name. */
    private StateStore embedded(ConfigSection section, ConfigText text) {
        List<String> stores = sources.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof SourceConfig.Embedded)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (stores.isEmpty()) {
            section.unresolved(text, "there is no source of type \"embedded\"");
        } else if (stores.size() > 1) {
            section.problem(
                    text, 0, "there are several sources of type \"embedded\"; name one: " + String.join(", ", stores));
        }
        return stores.isEmpty() ? new StateStore.Memory() : new StateStore.InSource(stores.get(0));
    }
}
