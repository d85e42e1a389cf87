package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.SourceGate;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Values of Dovecot's plugins in the embedded store, by user and key: {@code last_login}, the quota clone. The store's file is
 * opened by the first question and not made: see {@link EmbeddedStore#openExisting}. Safe for use by many threads.
 */
public final class EmbeddedDictStore implements DictStore, AutoCloseable {

    private static final int QUEUE = 1024;
    private static final int LONGEST_KEY = 1000;
    private static final int LONGEST_VALUE = 1 << 16;

    private final Path file;
    private final Predicate<String> keys;
    private final SourceGate gate;
    private Optional<EmbeddedStore> store = Optional.empty();

    /**
     * A store. Opens nothing yet.
     *
     * @param name of the source, for logs and metrics
     * @param keys which keys are kept here
     * @param deadline for one question
     */
    public EmbeddedDictStore(
            String name, Path file, Predicate<String> keys, Duration deadline, LookupObserver observer) {
        this.file = file;
        this.keys = keys;
        // One worker: SQLite has one writer at a time.
        this.gate = new SourceGate(name, 1, QUEUE, deadline, unused -> opened(), observer);
    }

    @Override
    public boolean serves(String key) {
        return key.length() <= LONGEST_KEY && keys.test(key);
    }

    @Override
    public CompletableFuture<Answer> read(String user, String key) {
        return gate.<Answer>ask(deadline -> value(user, key), Answer.Unavailable::new);
    }

    private Answer value(String user, String key) throws SourceException {
        EmbeddedStore opened = opened();
        try {
            Optional<String> value = opened.transaction(c -> Sql.first(
                    c, "SELECT value FROM dict WHERE user = ? AND key = ?", row -> row.getString(1), user, key));
            return value.isPresent() ? new Answer.Found(value.get()) : Answer.NOT_FOUND;
        } catch (StoreException e) {
            throw new SourceException(SourceFailure.QUERY, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public CompletableFuture<DictCommit> commit(String user, List<DictChange> changes) {
        AtomicBoolean begun = new AtomicBoolean();
        return gate.<DictCommit>ask(
                deadline -> committed(user, changes, begun),
                reason -> begun.get() ? new DictCommit.Uncertain(reason) : new DictCommit.Failed(reason));
    }

    private DictCommit committed(String user, List<DictChange> changes, AtomicBoolean begun) throws SourceException {
        EmbeddedStore opened = opened();
        begun.set(true);
        try {
            return opened.transaction(c -> {
                for (DictChange change : changes) {
                    if (!apply(c, user, change)) {
                        throw StoreException.missing(change.key());
                    }
                }
                return new DictCommit.Stored();
            });
        } catch (StoreException e) {
            return switch (e.kind()) {
                case MISSING -> new DictCommit.NotFound();
                case INVALID, CONFLICT -> new DictCommit.Failed(String.valueOf(e.getMessage()));
                case FAILED -> throw new SourceException(SourceFailure.QUERY, String.valueOf(e.getMessage()), e);
            };
        }
    }

    private static boolean apply(Connection c, String user, DictChange change) throws SQLException, StoreException {
        if (change instanceof DictChange.Set set) {
            if (set.value().length() > LONGEST_VALUE) {
                throw StoreException.invalid("a value of more than " + LONGEST_VALUE + " characters");
            }
            return Sql.update(
                            c,
                            "INSERT INTO dict (user, key, value) VALUES (?, ?, ?) ON CONFLICT (user, key)"
                                    + " DO UPDATE SET value = excluded.value, modified = unixepoch()",
                            user,
                            set.key(),
                            set.value())
                    > 0;
        }
        if (change instanceof DictChange.Increment increment) {
            return Sql.update(
                            c,
                            "UPDATE dict SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT), modified = unixepoch()"
                                    + " WHERE user = ? AND key = ?",
                            increment.by(),
                            user,
                            increment.key())
                    > 0;
        }
        int unused = Sql.update(c, "DELETE FROM dict WHERE user = ? AND key = ?", user, change.key());
        return true; // what is not there is gone already
    }

    private synchronized EmbeddedStore opened() throws SourceException {
        if (store.isEmpty()) {
            try {
                store = Optional.of(EmbeddedStore.openExisting(file));
            } catch (StoreException e) {
                throw new SourceException(SourceFailure.CONNECT, String.valueOf(e.getMessage()), e);
            }
        }
        return store.get();
    }

    @Override
    public void close() {
        gate.close();
        synchronized (this) {
            if (store.isPresent()) {
                try {
                    store.get().close();
                } catch (StoreException e) {
                    // Every transaction is on the disk already.
                }
            }
        }
    }
}
