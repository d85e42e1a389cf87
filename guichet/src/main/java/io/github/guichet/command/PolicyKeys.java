package io.github.guichet.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys of {@code [[policy.rule]]} belong to which check. */
final class PolicyKeys {

    /** All of them. */
    static final CheckKeys ALL = new CheckKeys(byCheck());

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
}
