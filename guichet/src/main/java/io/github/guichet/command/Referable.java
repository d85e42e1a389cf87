package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The maps that a section can refer to; a reference to another one is a problem.
 *
 * @param maps the names of all maps, those with problems of their own included
 */
record Referable(Set<String> maps) {

    /** One map, which must be named. */
    Optional<String> neededMap(ConfigSection section, String key, String what) {
        if (!section.has(key)) {
            section.missing(key, "is missing: " + what);
        }
        return map(section, key);
    }

    /** One map, if one is named. */
    Optional<String> map(ConfigSection section, String key) {
        return section.text(key).map(text -> known(section, text));
    }

    /** Maps, of which at least one must be named. */
    List<String> neededMaps(ConfigSection section, String key, String what) {
        if (!section.has(key)) {
            section.missing(key, "is missing: " + what);
        }
        return maps(section, key);
    }

    /** Any number of maps. */
    List<String> maps(ConfigSection section, String key) {
        List<String> names = new ArrayList<>();
        section.texts(key).forEach(text -> names.add(known(section, text)));
        return names;
    }

    private String known(ConfigSection section, ConfigText text) {
        if (!maps.contains(text.text())) {
            section.unresolved(text, "there is no map " + text.text() + Nearest.suggestion(text.text(), maps));
        }
        return text.text();
    }
}
