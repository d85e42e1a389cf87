package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which map refers to which, to find those that are not there and those that lead back to themselves. */
final class MapReferences {

    private record Reference(ConfigSection section, ConfigText text, String target) {}

    private final Set<String> names;
    private final Map<String, List<Reference>> references = new HashMap<>();

    /** The names of all maps, also of those with other problems. */
    MapReferences(Set<String> names) {
        this.names = names;
    }

    /** Notes a reference, and reports a target that does not exist. */
    void add(ConfigSection from, ConfigText text, String target) {
        if (names.contains(target)) {
            references.computeIfAbsent(from.name(), name -> new ArrayList<>()).add(new Reference(from, text, target));
        } else {
            from.unresolved(text, "there is no map " + target + Nearest.hint(target, names));
        }
    }

    /** Reports every reference to a map that answers by the rules of [send-as]: those search by themselves. */
    void reportRules(Map<String, MapConfig> maps) {
        references.values().stream()
                .flatMap(List::stream)
                .filter(reference -> {
                    MapConfig target = maps.get(reference.target());
                    return target != null && target.kind() instanceof MapKind.SendAs;
                })
                .forEach(reference -> reference
                        .section()
                        .unresolved(
                                reference.text(),
                                "the map " + reference.target() + " has send-as, and cannot be part of another map"));
    }

    /** Reports every reference that closes a circle. */
    boolean reportCycles() {
        Set<String> done = new HashSet<>();
        boolean found = false;
        for (String name : references.keySet().stream().sorted().toList()) {
            found |= walk(name, new ArrayList<>(), done);
        }
        return found;
    }

    private boolean walk(String name, List<String> way, Set<String> done) {
        if (done.contains(name)) {
            return false;
        }
        way.add(name);
        boolean found = false;
        for (Reference reference : references.getOrDefault(name, List.of())) {
            int back = way.indexOf(reference.target());
            if (back >= 0) {
                List<String> circle = new ArrayList<>(way.subList(back, way.size()));
                circle.add(reference.target());
                reference.section().problem(reference.text(), 0, "refers to itself: " + String.join(" -> ", circle));
                found = true;
            } else {
                found |= walk(reference.target(), way, done);
            }
        }
        way.remove(way.size() - 1);
        done.add(name);
        return found;
    }

    /** The map behind {@code map:NAME}. */
    static Optional<String> named(String pattern) {
        return pattern.startsWith("map:") ? Optional.of(pattern.substring("map:".length())) : Optional.empty();
    }
}
