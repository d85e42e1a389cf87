package io.github.guichet.lookup.account;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A passdb or a userdb as it is asked: a source with the cache of all maps in front of it. What is cached is the record, never
 * that a password was right. Safe for use by many threads; a cached answer is there at once.
 */
public final class AccountTable {

    private final String name;
    private final AccountSource source;
    private final AccountKey key;
    private final LookupObserver observer;
    private final Optional<CachedTable> cache;

    /** A table without a cache, as the tools of the command line ask it. */
    public AccountTable(String name, AccountSource source) {
        this.name = name;
        this.source = source;
        this.key = new AccountKey(source.variables());
        this.observer = LookupObserver.NONE;
        this.cache = Optional.empty();
    }

    /**
     * A table with a cache.
     *
     * @param name for metrics, logs and the snapshot's file
     */
    public AccountTable(
            String name, AccountSource source, CacheConfig config, CacheMemory memory, LookupObserver observer) {
        this(name, source, config, memory, observer, Optional.empty());
    }

    /**
     * A table whose cache takes the place of another one's.
     *
     * @param before a cache of the same definition, see {@link CachedTable#successor}
     */
    public AccountTable(
            String name,
            AccountSource source,
            CacheConfig config,
            CacheMemory memory,
            LookupObserver observer,
            Optional<CachedTable> before) {
        this.name = name;
        this.source = source;
        this.key = new AccountKey(source.variables());
        this.observer = observer;
        this.cache = source.variables().contains(AccountSource.PASSWORD)
                ? Optional.empty()
                : Optional.of(before.map(old -> old.successor(new Texts(), withoutStaleRefusals(config)))
                        .orElseGet(() -> new CachedTable(new Texts(), withoutStaleRefusals(config), memory)));
    }

    /**
     * An outdated "found" lets somebody in who was let in before; an outdated "not found" would refuse a log-in, or bounce mail, of
     * somebody who is new, in the name of a source that cannot be asked.
     */
    private static CacheConfig withoutStaleRefusals(CacheConfig config) {
        return new CacheConfig(config.maxEntries(), config.ttl(), config.negativeTtl(), config.stale(), Duration.ZERO);
    }

    /** The name in metrics and logs. */
    public String name() {
        return name;
    }

    /** Whether answers depend on a fact of the request; others need not be given. */
    public boolean uses(String fact) {
        return source.variables().contains(fact);
    }

    /** The cache, for {@code flush}, metrics and the snapshot. Its keys begin with the user name, see {@link #userOf}. */
    public Optional<CachedTable> cache() {
        return cache;
    }

    /** The user name in a key of {@link #cache()}. */
    public static String userOf(String cacheKey) {
        return AccountKey.user(cacheKey);
    }

    /**
     * Asks the cache, then the source.
     *
     * @return as {@link AccountSource#lookup}
     */
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        long began = System.nanoTime();
        return cache.isPresent()
                ? cached(began, trail -> cache.get().lookup(key.of(request), trail))
                : source.lookup(request).thenApply(answer -> {
                    observer.lookedUp(name, text(answer), Served.SOURCE, System.nanoTime() - began);
                    return answer;
                });
    }

    /** Asks the source even if the cache knows; what it says is cached. If it is down, what is cached serves as usual. */
    public CompletableFuture<AccountAnswer> lookupAgain(AccountRequest request) {
        return cache.isPresent()
                ? cached(System.nanoTime(), trail -> cache.get().lookupAgain(key.of(request), trail))
                : lookup(request);
    }

    private CompletableFuture<AccountAnswer> cached(long began, Function<Trail, CompletableFuture<Answer>> question) {
        Trail trail = new Trail();
        return question.apply(trail).thenApply(answer -> {
            observer.lookedUp(name, answer, trail.served(), System.nanoTime() - began);
            return account(answer, trail.served());
        });
    }

    /** Forgets what is known of this request. */
    public void forget(AccountRequest request) {
        cache.ifPresent(c -> c.invalidate(key.of(request)));
    }

    private static Answer text(AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Found found) {
            return new Answer.Found(RecordFormat.write(found.records()));
        }
        return answer instanceof AccountAnswer.Unavailable unavailable
                ? new Answer.Unavailable(unavailable.reason())
                : Answer.NOT_FOUND;
    }

    private static AccountAnswer account(Answer answer, Served served) {
        if (answer instanceof Answer.Found found) {
            return new AccountAnswer.Found(RecordFormat.read(found.value()), served);
        }
        if (answer instanceof Answer.Unavailable unavailable) {
            return new AccountAnswer.Unavailable(unavailable.reason());
        }
        return served == Served.STALE ? new AccountAnswer.NotFound(Served.STALE) : AccountAnswer.NOT_FOUND;
    }

    /** The source as the cache sees it: texts by texts. */
    private final class Texts implements Table {
        @Override
        public String name() {
            return name;
        }

        @Override
        public CompletableFuture<Answer> lookup(String cacheKey, Trail trail) {
            return source.lookup(key.request(cacheKey)).thenApply(AccountTable::text);
        }

        @Override
        public Keys keys() {
            return new Keys.Unlistable("accounts are listed by their own query");
        }
    }
}
