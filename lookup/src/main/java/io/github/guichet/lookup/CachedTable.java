package io.github.guichet.lookup;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the answers of another table.
 *
 * <ul>
 *   <li>"Found" and "not found" have separate times; "unavailable" is never remembered.
 *   <li>All who ask the same missing key wait for one question to the source.
 *   <li>The first who asks a key that has lived for four fifths of its time gets the cached answer and starts a question in
 *       the background, so that a key in use never makes anybody wait.
 *   <li>An expired answer serves only after the source was asked and said "unavailable", and for a bounded time.
 *   <li>What was invalidated while its question was under way is not remembered from that question.
 * </ul>
 *
 * <p>Keys are compared as they are: fold them first. Safe for use by many threads; a hit completes at once and asks nobody.
 */
public final class CachedTable implements Table {

    private static final Logger LOG = LoggerFactory.getLogger(CachedTable.class);

    /** What came of one question to the inner table. */
    private record Outcome(Answer answer, Served served) {}

    private final Table inner;
    private final Ticker ticker;
    private final long ttl;
    private final long negativeTtl;
    private final CachedAnswers answers;
    private volatile Optional<CachedTable> before;
    private final ConcurrentMap<String, CompletableFuture<Outcome>> flights = new ConcurrentHashMap<>();
    private final RepeatedLog log = new RepeatedLog(LOG);
    private volatile boolean succeeded;

    /** A cache in front of a table, with all memory to itself; it has that table's name. */
    public CachedTable(Table inner, CacheConfig config) {
        this(inner, config, Ticker.systemTicker());
    }

    /** A cache that shares memory with others. */
    public CachedTable(Table inner, CacheConfig config, CacheMemory memory) {
        this(inner, config, memory, Ticker.systemTicker());
    }

    CachedTable(Table inner, CacheConfig config, Ticker ticker) {
        this(inner, config, new CacheMemory(Long.MAX_VALUE), ticker);
    }

    private CachedTable(Table inner, CacheConfig config, CacheMemory memory, Ticker ticker) {
        this(inner, new CachedAnswers(inner.name(), config, memory, ticker), Optional.empty(), ticker);
    }

    private CachedTable(Table inner, CachedAnswers answers, Optional<CachedTable> before, Ticker ticker) {
        this.inner = inner;
        this.ticker = ticker;
        this.ttl = answers.config().ttl().toNanos();
        this.negativeTtl = answers.config().negativeTtl().toNanos();
        this.answers = answers;
        this.before = before;
    }

    /**
     * A cache that takes the place of this one, in front of a table that would give the same answers. It knows what this one knows: from
     * now on if the settings are the same, else from {@link #succeed} on. Until then nobody should ask it.
     *
     * @param other the same answers from elsewhere, such as over new connections
     */
    public CachedTable successor(Table other, CacheConfig config) {
        if (config.equals(answers.config())) {
            answers.share();
            return new CachedTable(other, answers, Optional.of(this), ticker);
        }
        return new CachedTable(
                other, new CachedAnswers(other.name(), config, answers.memory(), ticker), Optional.of(this), ticker);
    }

    /**
     * From now on this table is asked, and not its predecessor. What the predecessor hears from now on it does not remember: it would
     * escape who makes this table forget.
     */
    public void succeed() {
        before.ifPresent(old -> {
            old.end();
            if (old.answers != answers) {
                answers.take(old.answers);
            }
        });
        before = Optional.empty();
    }

    private void end() {
        succeeded = true;
        flights.clear();
    }

    /** Nobody will ask this table any more: gives its memory back, unless a successor has it. */
    public void release() {
        end();
        before = Optional.empty();
        answers.release();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Keys keys() {
        return inner.keys();
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        CacheEntry entry = answers.get(key);
        if (entry != null) {
            long age = entry.ageNanos(ticker.read());
            long lifetime = lifetime(entry);
            if (age < lifetime) {
                if (age >= lifetime / 5 * 4 && entry.claimRefresh()) {
                    ask(key);
                }
                Answer answer = entry.answer();
                trail.step(name(), key, answer, Served.CACHE, Duration.ofNanos(age));
                return CompletableFuture.completedFuture(answer);
            }
        }
        return ask(key).thenApply(outcome -> conclude(key, outcome, trail));
    }

    /**
     * Asks the source whatever is cached; not a question that is under way, because that may have been asked before the
     * change that the asker looks for. What it says is cached; if it is unavailable, what is cached serves as usual.
     */
    public CompletableFuture<Answer> lookupAgain(String key, Trail trail) {
        flights.remove(key);
        return ask(key).thenApply(outcome -> conclude(key, outcome, trail));
    }

    private CompletableFuture<Outcome> ask(String key) {
        CompletableFuture<Outcome> flight = new CompletableFuture<>();
        CompletableFuture<Outcome> underWay = flights.putIfAbsent(key, flight);
        if (underWay != null) {
            return underWay;
        }
        Trail trail = new Trail();
        CompletableFuture<Answer> question;
        try {
            question = inner.lookup(key, trail);
        } catch (RuntimeException e) {
            question = CompletableFuture.failedFuture(e);
        }
        question.whenComplete((answer, failure) -> land(key, flight, trail, answer, failure));
        return flight;
    }

    private void land(
            String key,
            CompletableFuture<Outcome> flight,
            Trail trail,
            @Nullable Answer answer,
            @Nullable Throwable failure) {
        Answer said;
        if (answer == null) {
            // Tables promise not to do this; an open flight would block its key for ever, so the promise is not relied
            // on.
            LOG.error("map {}: a question ended in an exception", name(), failure);
            said = new Answer.Unavailable(name() + ": internal error");
        } else {
            said = answer;
        }
        Served served = trail.served() == Served.STALE ? Served.STALE : Served.SOURCE;
        // Whoever invalidates removes the flight first, so that what it brings is not stored; see invalidate.
        flights.computeIfPresent(key, (k, current) -> {
            if (current != flight) {
                return current;
            }
            if (served != Served.STALE && !succeeded) {
                store(k, said);
            }
            return null;
        });
        answers.memory().makeRoom();
        flight.complete(new Outcome(said, served));
    }

    private void store(String key, Answer answer) {
        if (!(answer instanceof Answer.Unavailable) && answers.retention(answer) > 0) {
            answers.put(key, new CacheEntry(answer, ticker.read(), false));
        }
    }

    private Answer conclude(String key, Outcome outcome, Trail trail) {
        if (outcome.answer() instanceof Answer.Unavailable unavailable) {
            CacheEntry entry = answers.get(key);
            if (entry != null) {
                long age = entry.ageNanos(ticker.read());
                Answer cached = entry.answer();
                if (age < answers.retention(cached)) {
                    Served served = age < lifetime(entry) ? Served.CACHE : Served.STALE;
                    if (served == Served.STALE) {
                        log.warn(
                                "stale",
                                "map {}: {}; answering from expired entries of the cache",
                                name(),
                                unavailable.reason());
                    }
                    trail.step(name(), key, cached, served, Duration.ofNanos(age));
                    return cached;
                }
            }
        }
        trail.step(name(), key, outcome.answer(), outcome.served(), Duration.ZERO);
        return outcome.answer();
    }

    /** How long it is answered without asking. */
    private long lifetime(CacheEntry entry) {
        if (entry.restored()) {
            return 0;
        }
        return entry.found() ? ttl : negativeTtl;
    }

    /** Forgets one key; the next who asks it asks the source, even when a question is under way now. */
    public void invalidate(String key) {
        flights.remove(key);
        answers.invalidate(key);
    }

    /** Forgets everything. */
    public void invalidateAll() {
        flights.clear();
        answers.invalidateAll();
    }

    /** Forgets the keys that a test picks; goes through all entries. */
    public void invalidateIf(Predicate<String> picked) {
        flights.keySet().removeIf(picked);
        answers.asMap().keySet().removeIf(picked);
    }

    /** How many answers are kept now, those that are due for removal included. */
    public long size() {
        return answers.size();
    }

    /** About how many bytes they take. */
    public long bytes() {
        return answers.bytes();
    }

    /** How many answers were dropped since the start because there were too many. */
    public long evictions() {
        return answers.evictions();
    }

    /** Is shown the entries of a cache. */
    @FunctionalInterface
    interface EntryVisitor<E extends Exception> {
        /** Returns whether it wants to see more. */
        boolean visit(String key, Answer answer, long ageNanos) throws E;
    }

    /** Shows every entry that could still serve. */
    <E extends Exception> void forEach(EntryVisitor<E> visitor) throws E {
        for (var e : answers.asMap().entrySet()) {
            long age = e.getValue().ageNanos(ticker.read());
            Answer answer = e.getValue().answer();
            if (age < answers.retention(answer) && !visitor.visit(e.getKey(), answer, age)) {
                return;
            }
        }
    }

    /**
     * Puts back an entry of an earlier run, unless the key is known already. It is expired from the start.
     *
     * @return whether it is young enough to be of use
     */
    boolean restore(String key, Answer answer, long ageNanos) {
        if (ageNanos >= answers.retention(answer)) {
            return false;
        }
        if (!answers.putIfAbsent(key, new CacheEntry(answer, ticker.read() - ageNanos, true))) {
            return false;
        }
        answers.memory().makeRoom();
        return true;
    }
}
