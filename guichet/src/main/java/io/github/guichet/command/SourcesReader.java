package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.server.ConfigSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [source.NAME]}. */
final class SourcesReader {

    /** No question waits longer for an answer; Postfix itself gives up after 100 s. */
    static final Duration LONGEST_DEADLINE = Duration.ofSeconds(90);

    static final Duration SHORTEST_DEADLINE = Duration.ofMillis(10);
    static final int LARGEST_POOL = 256;
    static final int LONGEST_QUEUE = 100_000;

    private enum Type {
        SQL,
        LDAP,
        EMBEDDED
    }

    private static final Map<String, Type> TYPES = types();

    private SourcesReader() {}

    private static Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        types.put("sql", Type.SQL);
        types.put("ldap", Type.LDAP);
        types.put("embedded", Type.EMBEDDED);
        return types;
    }

    /** The sources that are right; every section is read to its end, so that nothing wrong goes unsaid. */
    static Map<String, SourceConfig> read(Map<String, ConfigSection> sections) {
        Map<String, SourceConfig> sources = new LinkedHashMap<>();
        sections.forEach((name, section) -> {
            Names.check(section);
            read(section).ifPresent(source -> sources.put(name, source));
        });
        return sources;
    }

    private static Optional<SourceConfig> read(ConfigSection section) {
        if (!section.has("type")) {
            section.missing("type", "is missing: one of " + String.join(", ", TYPES.keySet()));
        }
        Optional<Type> type = section.choice("type", TYPES);
        if (type.isEmpty()) {
            section.takeAll();
            return Optional.empty();
        }
        return switch (type.get()) {
            case SQL -> SqlSourceReader.read(section);
            case LDAP -> LdapSourceReader.read(section);
            case EMBEDDED -> embedded(section);
        };
    }

    private static Optional<SourceConfig> embedded(ConfigSection section) {
        if (!section.has("path")) {
            section.missing("path", "is missing: the file of the store");
        }
        Optional<Path> path = section.path("path");
        int pool = section.integer("pool-size", 1, LARGEST_POOL).orElse(4);
        Duration deadline = section.duration("deadline", SHORTEST_DEADLINE, LONGEST_DEADLINE)
                .orElse(Duration.ofSeconds(2));
        return path.map(file -> {
            SqlUrl url = new SqlUrl(SqlDialect.SQLITE, List.of(SqlUrl.file(file)), SqlSourceConfig.Order.SEQUENTIAL);
            SqlSourceConfig database = SqlSourceConfig.of(section.name(), url);
            return new SourceConfig.Embedded(file, database.withBounds(pool, database.queue(), deadline));
        });
    }
}
