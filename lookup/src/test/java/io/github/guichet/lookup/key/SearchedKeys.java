package io.github.guichet.lookup.key;

import java.util.ArrayList;
import java.util.List;

/** The keys of a search that finds nothing. */
final class SearchedKeys {

    private SearchedKeys() {}

    static List<String> keys(String parameter, AddressConfig config, String key) {
        return keys(KeyRules.forParameter(parameter, config).orElseThrow(), key);
    }

    static List<String> keys(KeyRule rule, String key) {
        List<String> keys = new ArrayList<>();
        KeySearch search = rule.begin(key);
        while (search.advance()) {
            keys.add(search.key());
        }
        return keys;
    }
}
