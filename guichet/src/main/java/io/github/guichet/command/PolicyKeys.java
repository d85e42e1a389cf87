package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys belong to which check, so that one that has no effect is a problem. */
final class PolicyKeys {

    private static final Map<String, List<String>> BY_CHECK = byCheck();

    private PolicyKeys() {}

    private static Map<String, List<String>> byCheck() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("send-as", List.of("unauthenticated", "unowned"));
        keys.put("recipient", List.of("domains", "recipients", "backupmx"));
        keys.put("quota", List.of("quota-map", "usage-map", "alias-maps", "domains", "grace", "max-age", "store"));
        keys.put("list-access", List.of("access-map", "alias-maps"));
        keys.put(
                "rate",
                List.of(
                        "per",
                        "count",
                        "limits",
                        "limits-map",
                        "over",
                        "warn-at",
                        "lockout",
                        "early",
                        "prefix-v4",
                        "prefix-v6",
                        "store"));
        keys.put(
                "greylist",
                List.of(
                        "delay",
                        "retry-window",
                        "keep",
                        "prefix-v4",
                        "prefix-v6",
                        "client-after",
                        "network-after",
                        "learn",
                        "store"));
        return keys;
    }

    /** The checks that there are. */
    static List<String> checks() {
        return List.copyOf(BY_CHECK.keySet());
    }

    /**
     * Reports each key of another check.
     *
     * @param check the rule's; empty = none
     */
    static void refuseOthers(ConfigSection section, String check) {
        List<String> own = BY_CHECK.getOrDefault(check, List.of());
        BY_CHECK.values().stream().flatMap(List::stream).distinct().forEach(key -> {
            if (!own.contains(key) && section.has(key)) {
                List<String> owners = new ArrayList<>();
                BY_CHECK.forEach((name, keys) -> {
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
    static void takeAll(ConfigSection section) {
        BY_CHECK.values().forEach(section::takeAll);
    }
}
