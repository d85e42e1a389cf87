package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which caches a configuration goes on with that was read again: those of maps and accounts whose answers would be the same. For one
 * thread until all are open.
 */
final class CacheHeritage {

    private final Configuration configuration;
    private Optional<Map<String, String>> definitions = Optional.empty();
    private Map<String, CachedTable> caches = Map.of();

    private CacheHeritage(Configuration configuration) {
        this.configuration = configuration;
        // What a file says is what it says now: at the next reload it may have been edited, for that is what reloads
        // are for.
        if (configuration.maps().values().stream().anyMatch(map -> map.kind() instanceof MapKind.FromTableFile)) {
            definitions = Optional.of(definitions(configuration));
        }
    }

    private static Map<String, String> definitions(Configuration configuration) {
        Map<String, String> definitions = new HashMap<>();
        configuration.maps().values().stream()
                .filter(map -> Caching.of(map.kind()))
                .forEach(map -> definitions.put(map.name(), definition(map, configuration)));
        configuration.accounts().ifPresent(section -> {
            String definition = AccountsDefinition.of(section, configuration.sources());
            definitions.put(AccountsConfig.USERS, definition);
            definitions.put(AccountsConfig.PASSWORDS, definition);
        });
        return definitions;
    }

    /** An answer may depend on the domains that another map lists, and then on what that map is. */
    private static String definition(MapConfig map, Configuration configuration) {
        List<String> domains = map.kind() instanceof MapKind.Sql sql
                ? sql.domain()
                : map.kind() instanceof MapKind.Ldap ldap ? ldap.domain() : List.of();
        StringBuilder all = new StringBuilder(MapDefinition.of(map, configuration.sources()));
        for (String pattern : domains) {
            MapConfig listing = configuration.maps().get(pattern.substring(pattern.indexOf(':') + 1));
            if (listing != null && !listing.name().equals(map.name())) {
                all.append('\n').append(MapDefinition.of(listing, configuration.sources()));
            }
        }
        return all.toString();
    }

    /** What fits of what is in use. */
    static CacheHeritage of(Configuration configuration, Optional<RunningConfiguration> before) {
        CacheHeritage heritage = new CacheHeritage(configuration);
        before.ifPresent(old -> {
            Map<String, CachedTable> fitting = new HashMap<>();
            old.caches().stream()
                    .filter(cache -> old.heritage().definition(cache.name()).equals(heritage.definition(cache.name())))
                    .forEach(cache -> fitting.put(cache.name(), cache));
            heritage.caches = fitting;
        });
        return heritage;
    }

    /** On which the cached answers of a map depend; empty if it has no cache. */
    String definition(String map) {
        // Nobody asks before the first reload.
        Map<String, String> all = definitions.orElseGet(() -> definitions(configuration));
        definitions = Optional.of(all);
        return all.getOrDefault(map, "");
    }

    /** The cache that the one of this name is to go on with. */
    Optional<CachedTable> cache(String name) {
        return Optional.ofNullable(caches.get(name));
    }

    /** The old caches are not needed any more. */
    void forget() {
        caches = Map.of();
    }
}
