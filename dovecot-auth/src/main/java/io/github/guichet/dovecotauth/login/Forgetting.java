package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Forgets what is cached of a user, under all names he was asked for by, so that a change counts at once. */
final class Forgetting {

    private final Accounts accounts;
    private final List<CachedTable> caches;
    private final Aliases aliases;
    private final VerifiedPasswords verified;

    Forgetting(Accounts accounts, Optional<AccountTable> masters, Aliases aliases, VerifiedPasswords verified) {
        this.accounts = accounts;
        this.caches = Stream.of(accounts.passwords(), accounts.users(), masters)
                .flatMap(Optional::stream)
                .map(AccountTable::cache)
                .flatMap(Optional::stream)
                .toList();
        this.aliases = aliases;
        this.verified = verified;
    }

    /** See {@link UserRecords#forget}. */
    long forget(String given) {
        if (given.isEmpty()) {
            verified.forgetAll();
            return all();
        }
        String user = accounts.names().normalise(given).orElse(given);
        return forgetIf(name -> aliases.means(name, user));
    }

    /** Forgets all users with such names. */
    long forgetIf(Predicate<String> concerned) {
        verified.forget(concerned);
        long count = 0;
        for (CachedTable cache : caches) {
            Set<String> forgotten = new HashSet<>();
            cache.invalidateIf(key -> {
                boolean picked = concerned.test(AccountTable.userOf(key));
                if (picked) {
                    forgotten.add(key);
                }
                return picked;
            });
            count += forgotten.size();
        }
        return count;
    }

    private long all() {
        long count = 0;
        for (CachedTable cache : caches) {
            count += cache.size();
            cache.invalidateAll();
        }
        return count;
    }
}
