package io.github.guichet.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys of {@code [[milter.rule]]} belong to which check. */
final class MilterKeys {

    /** All of them. */
    static final CheckKeys ALL = new CheckKeys(byCheck());

    private MilterKeys() {}

    private static Map<String, List<String>> byCheck() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("header-from", List.of("fields", "exceptions", "missing", "rewrite", "text", "tag-field"));
        keys.put("display-name", List.of("fields", "domains", "addresses", "text", "tag-field"));
        keys.put("auth-results", List.of("add", "remove", "also", "login"));
        keys.put("privacy", List.of("received", "remove"));
        keys.put("headers", List.of("remove", "set", "add", "set-map", "add-map"));
        keys.put("recipients", List.of("max", "max-map", "domains", "foreign", "foreign-map", "text", "tag-field"));
        return keys;
    }
}
