package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeySearch;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers {@code guichet flush}. The first argument says what: {@code all}, {@code user} ADDRESS, {@code domain} DOMAIN, or
 * {@code map} NAME with any number of keys. The map {@code accounts} stands for all records of accounts, and its keys for users.
 */
final class AdminFlush implements AdminCommand {

    static final String NAME = "flush";

    /** What stands for the records of accounts where a map can be named. */
    static final String ACCOUNTS = "accounts";

    private final RunningConfiguration running;
    private final AddressConfig address;
    private final Optional<Authenticator> authenticator;

    /**
     * The command.
     *
     * @param authenticator remembers passwords beside the caches; absent if no log-ins are served here
     */
    AdminFlush(RunningConfiguration running, AddressConfig address, Optional<Authenticator> authenticator) {
        this.authenticator = authenticator;
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
            case "all" -> {
                running.caches().forEach(CachedTable::invalidateAll);
                authenticator.ifPresent(a -> forget(a, ""));
            }
            case "user" -> {
                everywhere(KeysOf.user(one(rest), address));
                authenticator.ifPresent(a -> forget(a, rest.get(0)));
            }
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
        running.mapCaches().forEach(cache -> cache.invalidateIf(concerned));
        Predicate<String> concernedKey = key -> concerned.test(AccountTable.userOf(key));
        running.accountCaches().forEach(cache -> cache.invalidateIf(concernedKey));
        authenticator.ifPresent(a -> {
            long unused = a.forgetIf(concerned);
        });
    }

    private static void forget(Authenticator authenticator, String user) {
        long unused = authenticator.forget(user);
    }

    /** What the two tables of accounts and the memory of passwords hold. */
    private void accounts(List<String> users) {
        if (users.isEmpty()) {
            running.accountCaches().forEach(CachedTable::invalidateAll);
            authenticator.ifPresent(a -> forget(a, ""));
        }
        for (String user : users) {
            String folded = CaseFold.fold(user);
            running.accountCaches()
                    .forEach(cache -> cache.invalidateIf(
                            key -> CaseFold.fold(AccountTable.userOf(key)).equals(folded)));
            authenticator.ifPresent(a -> forget(a, user));
        }
    }

    private void map(String name, List<String> keys) throws AdminException {
        OpenMap map = running.maps().get(name);
        if (map == null && name.equals(ACCOUNTS) && running.accounts().isPresent()) {
            accounts(keys);
            return;
        }
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
