package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeySearch;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.Nearest;
import java.util.List;
import java.util.function.Predicate;

/**
 * Answers {@code guichet flush}. The first argument says what: {@code all}, {@code user} ADDRESS, {@code domain} DOMAIN, or
 * {@code map} NAME with any number of keys.
 */
final class AdminFlush implements AdminCommand {

    static final String NAME = "flush";

    private final RunningConfiguration running;
    private final AddressConfig address;

    AdminFlush(RunningConfiguration running, AddressConfig address) {
        this.running = running;
        this.address = address;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        String what = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        switch (what) {
            case "all" -> running.caches().forEach(CachedTable::invalidateAll);
            case "user" -> everywhere(KeysOf.user(one(rest), address));
            case "domain" -> everywhere(KeysOf.domain(one(rest)));
            case "map" ->
                map(
                        one(rest.subList(0, Math.min(1, rest.size()))),
                        rest.subList(Math.min(1, rest.size()), rest.size()));
            default -> throw new AdminException("flush all, user ADDRESS, domain DOMAIN, or map NAME [KEY…]");
        }
        return "";
    }

    private static String one(List<String> arguments) throws AdminException {
        if (arguments.size() != 1 || arguments.get(0).isEmpty()) {
            throw new AdminException("exactly one word is needed here");
        }
        return arguments.get(0);
    }

    private void everywhere(Predicate<String> concerned) {
        running.caches().forEach(cache -> cache.invalidateIf(concerned));
    }

    private void map(String name, List<String> keys) throws AdminException {
        OpenMap map = running.maps().get(name);
        if (map == null) {
            throw new AdminException("there is no map " + name
                    + Nearest.hint(name, running.maps().keySet()));
        }
        flush(map, map, keys);
    }

    /** Drops every key that a search for these keys asks, from the map's cache or those of its members. */
    private static void flush(OpenMap asked, OpenMap map, List<String> keys) {
        map.members().forEach(member -> flush(asked, member, keys));
        map.cache().ifPresent(cache -> {
            if (keys.isEmpty()) {
                cache.invalidateAll();
            }
            for (String key : keys) {
                cache.invalidate(asked.rule().first(key));
                KeySearch search = asked.rule().begin(key);
                while (search.advance()) {
                    cache.invalidate(search.key());
                }
            }
        });
    }
}
