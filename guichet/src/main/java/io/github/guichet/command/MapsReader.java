package io.github.guichet.command;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code [map.NAME]}. */
final class MapsReader {

    /** The keys that say what answers; a map has one of them. */
    private static final List<String> KINDS =
            List.of("query", "filter", "postfix", "file", "values", "first-of", "union", "send-as");

    private static final String SENDER_LOGINS = "smtpd_sender_login_maps";

    private final Map<String, SourceConfig> sources;
    private final Set<String> sourceNames;
    private final AddressConfig address;
    private final CacheConfig cache;
    private final MapReferences references;

    /**
     * A reader.
     *
     * @param sources those without problems
     * @param sourceNames all of them
     */
    MapsReader(
            Map<String, SourceConfig> sources,
            Set<String> sourceNames,
            AddressConfig address,
            CacheConfig cache,
            Set<String> mapNames) {
        this.sources = sources;
        this.sourceNames = sourceNames;
        this.address = address;
        this.cache = cache;
        this.references = new MapReferences(mapNames);
    }

    /** The maps that are right. */
    Map<String, MapConfig> read(Map<String, ConfigSection> sections) {
        Map<String, MapConfig> maps = new LinkedHashMap<>();
        sections.forEach((name, section) -> {
            Names.check(section);
            read(section).ifPresent(map -> maps.put(name, map));
        });
        references.reportRules(maps);
        if (!references.reportCycles()) {
            new InheritedParameters(sections).resolve(maps);
        }
        return maps;
    }

    private Optional<MapConfig> read(ConfigSection section) {
        Optional<ConfigText> parameter = section.text("for");
        parameter.ifPresent(text -> checkParameter(section, text));
        List<String> given = KINDS.stream().filter(section::has).toList();
        for (String more : given.subList(Math.min(1, given.size()), given.size())) {
            section.problem(
                    more, "cannot be together with " + given.get(0) + ": a map has one of " + String.join(", ", KINDS));
        }
        if (given.size() > 1) {
            section.takeAll();
            return Optional.empty();
        }
        Optional<MapKind> kind = given.isEmpty()
                ? withoutKind(section, parameter.map(ConfigText::text))
                : kind(section, given.get(0), parameter.map(ConfigText::text));
        CacheConfig itsCache = cache(section, kind);
        return kind.map(k -> new MapConfig(section.name(), parameter.map(ConfigText::text), itsCache, k));
    }

    private void checkParameter(ConfigSection section, ConfigText text) {
        if (KeyRules.forParameter(text.text(), address).isEmpty()) {
            section.problem(
                    text,
                    0,
                    "no table can be searched for this; give a parameter of main.cf that takes a table of addresses,"
                            + " domains or clients, or a restriction such as check_sender_access"
                            + Nearest.hint(text.text(), KeyRules.parameters()));
        }
    }

    private Optional<MapKind> kind(ConfigSection section, String key, Optional<String> parameter) {
        return switch (key) {
            case "query", "filter" -> asked(section, key, parameter);
            case "postfix" -> TableFileReader.read(section);
            case "file" -> textFile(section);
            case "values" -> values(section);
            case "send-as" -> sendAs(section, parameter);
            default -> several(section, key);
        };
    }

    private Optional<MapKind> withoutKind(ConfigSection section, Optional<String> parameter) {
        if (section.has("source")) {
            return asked(section, "", parameter);
        }
        section.missing("", "says nothing about what answers; a map has one of " + String.join(", ", KINDS));
        section.takeAll();
        return Optional.empty();
    }

    /** A map that asks a source: what belongs in it depends on the source. */
    private Optional<MapKind> asked(ConfigSection section, String key, Optional<String> parameter) {
        Optional<ConfigText> name = section.text("source");
        if (!section.has("source")) {
            section.missing("source", "is missing: the name of the source that is asked");
        }
        name.filter(n -> !sourceNames.contains(n.text()))
                .ifPresent(n ->
                        section.unresolved(n, "there is no source " + n.text() + Nearest.hint(n.text(), sourceNames)));
        Optional<SourceConfig> source = name.map(ConfigText::text).flatMap(n -> Optional.ofNullable(sources.get(n)));
        if (source.isEmpty()) {
            section.takeAll();
            return Optional.empty();
        }
        AskedMapReader reader = new AskedMapReader(section, references);
        SourceConfig config = source.get();
        if (config instanceof SourceConfig.Ldap ldap) {
            if (key.equals("query")) {
                section.problem("query", "is for SQL, and this source is a directory; give filter");
                section.takeAll();
                return Optional.empty();
            }
            return reader.ldap(ldap);
        }
        if (key.equals("filter")) {
            section.problem("filter", "is for LDAP, and this source is a database; give query");
            section.takeAll();
            return Optional.empty();
        }
        if (config instanceof SourceConfig.Sql sql) {
            return reader.sql(sql.config());
        }
        return reader.embedded(((SourceConfig.Embedded) config).config(), parameter);
    }

    private Optional<MapKind> textFile(ConfigSection section) {
        Optional<Path> path = section.path("file");
        path.flatMap(UnusableFile::reason).ifPresent(reason -> section.problem("file", reason));
        return path.map(MapKind.TextFile::new);
    }

    private Optional<MapKind> values(ConfigSection section) {
        return section.table("values").map(table -> {
            Map<String, String> values = new LinkedHashMap<>();
            table.texts().forEach((key, text) -> {
                if (key.isEmpty() || text.text().isEmpty()) {
                    table.problem(text, 0, "neither a key nor a value may be empty; Postfix takes that for an error");
                } else {
                    values.put(key, text.text());
                }
            });
            return new MapKind.Values(values);
        });
    }

    /** The rules of [send-as]; they have a search of their own. */
    private static Optional<MapKind> sendAs(ConfigSection section, Optional<String> parameter) {
        if (section.bool("send-as").filter(on -> !on).isPresent()) {
            section.problem("send-as", "must be true, or not be there: it is what makes this a map");
        }
        if (parameter.isPresent() && !parameter.get().equals(SENDER_LOGINS)) {
            section.problem("for", "must be " + SENDER_LOGINS + " with send-as");
        }
        return Optional.of(new MapKind.SendAs(section.bool("unowned").orElse(false)));
    }

    private Optional<MapKind> several(ConfigSection section, String key) {
        List<String> members = new ArrayList<>();
        for (ConfigText text : section.texts(key)) {
            references.add(section, text, text.text());
            members.add(text.text());
        }
        if (members.isEmpty()) {
            section.problem(key, "must name at least one map");
            return Optional.empty();
        }
        return Optional.of(key.equals("union") ? new MapKind.Union(members) : new MapKind.FirstOf(members));
    }

    private CacheConfig cache(ConfigSection section, Optional<MapKind> kind) {
        boolean cached = kind.isEmpty() || Caching.of(kind.get());
        if (cached) {
            return CacheReader.read(section.table("cache"), cache);
        }
        if (section.has("cache")) {
            section.problem(
                    "cache", "has no effect: such a map is answered from memory, or by maps with caches of their own");
            section.takeAll();
        }
        return cache;
    }
}
