package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys of a rule belong to which check, so that one that has no effect is a problem. */
final class CheckKeys {

    private static final String CHECK = "check";

    private final Map<String, List<String>> byCheck;

    /** The checks in the order in which messages name them, each with the keys that not every rule has. */
    CheckKeys(Map<String, List<String>> byCheck) {
        this.byCheck = new LinkedHashMap<>(byCheck);
    }

    /**
     * The check of a rule. Reports a name that is none, and each key of another check.
     *
     * @return empty if there is none, or none that is known
     */
    Optional<String> choose(ConfigSection section) {
        Map<String, String> words = new LinkedHashMap<>();
        byCheck.keySet().forEach(name -> words.put(name, name));
        Optional<String> check = section.choice(CHECK, words);
        if (check.isEmpty() && section.has(CHECK)) {
            takeAll(section);
        } else {
            refuseOthers(section, check.orElse(""));
        }
        return check;
    }

    private void refuseOthers(ConfigSection section, String check) {
        List<String> own = byCheck.getOrDefault(check, List.of());
        byCheck.values().stream().flatMap(List::stream).distinct().forEach(key -> {
            if (!own.contains(key) && section.has(key)) {
                List<String> owners = new ArrayList<>();
                byCheck.forEach((name, keys) -> {
                    if (keys.contains(key)) {
                        owners.add(name);
                    }
                });
                section.refuse(
                        key,
                        "has no effect " + (check.isEmpty() ? "without a check" : "with check = \"" + check + "\"")
                                + "; it belongs to " + String.join(", ", owners));
            }
        });
    }

    /** Leaves all keys of checks unread, because nobody knows which check was meant. */
    private void takeAll(ConfigSection section) {
        byCheck.values().forEach(section::takeAll);
    }
}
