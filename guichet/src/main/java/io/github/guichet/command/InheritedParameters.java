package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the parameter of maps that consist of others and name none: it is that of their members. Each key of the search is
 * asked of all members before the next one, as Postfix does with several tables in one parameter.
 */
final class InheritedParameters {

    private final Map<String, ConfigSection> sections;
    private final Map<String, Set<Optional<String>>> known = new HashMap<>();

    InheritedParameters(Map<String, ConfigSection> sections) {
        this.sections = sections;
    }

    /** Puts the parameters in, and reports members that serve different ones. There are no circles. */
    void resolve(Map<String, MapConfig> maps) {
        for (MapConfig map : List.copyOf(maps.values())) {
            Set<Optional<String>> found = of(map.name(), maps);
            if (found.size() > 1) {
                String key = map.kind() instanceof MapKind.Union ? "union" : "first-of";
                Optional.ofNullable(sections.get(map.name()))
                        .ifPresent(section -> section.problem(
                                key, "its maps serve different parameters; say which one this map serves: for = …"));
            } else if (!found.isEmpty() && map.parameter().isEmpty()) {
                maps.put(map.name(), new MapConfig(map.name(), found.iterator().next(), map.cache(), map.kind()));
            }
        }
    }

    private Set<Optional<String>> of(String name, Map<String, MapConfig> maps) {
        Set<Optional<String>> before = known.get(name);
        if (before != null) {
            return before;
        }
        Set<Optional<String>> found = new LinkedHashSet<>();
        MapConfig map = maps.get(name);
        if (map != null) {
            List<String> members = members(map.kind());
            if (members.isEmpty() || map.parameter().isPresent()) {
                found.add(map.parameter());
            } else {
                members.forEach(member -> found.addAll(of(member, maps)));
            }
        }
        known.put(name, found);
        return found;
    }

    private static List<String> members(MapKind kind) {
        if (kind instanceof MapKind.FirstOf firstOf) {
            return firstOf.maps();
        }
        return kind instanceof MapKind.Union union ? union.maps() : List.of();
    }
}
