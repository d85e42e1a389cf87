package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.wire.WireException;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Changes that are collected until they are committed or rolled back. For one thread. */
final class Transaction {

    private static final int MOST_CHANGES = 1000;

    private final String user;
    private final List<DictChange> changes = new ArrayList<>();

    Transaction(String user) {
        this.user = user;
    }

    void add(DictChange change) throws WireException {
        if (changes.size() == MOST_CHANGES) {
            throw new WireException("a transaction of more than " + MOST_CHANGES + " changes");
        }
        changes.add(change);
    }

    CompletableFuture<DictCommit> commit(DictDesk desk) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(new DictCommit.Stored());
        }
        Set<DictStore> stores = new HashSet<>();
        for (DictChange change : changes) {
            Optional<DictStore> store = desk.store(change.key());
            if (store.isEmpty()) {
                return refused("no store is configured for the key " + shown(change.key()));
            }
            stores.add(store.get());
        }
        return stores.size() == 1
                ? stores.iterator().next().commit(user, changes)
                : refused("the keys of one transaction belong to different stores");
    }

    private static CompletableFuture<DictCommit> refused(String reason) {
        return CompletableFuture.completedFuture(new DictCommit.Failed(reason));
    }

    private static String shown(String key) {
        String clipped = key.length() <= 100 ? key : key.substring(0, 100) + "…";
        return clipped.replaceAll("\\p{Cntrl}", "?");
    }
}
