package io.github.guichet.command;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.concurrent.CompletableFuture;

/** Counts each whole question to a map once, with the worst place that contributed to its answer. */
final class MeteredTable implements Table {

    private final Table inner;
    private final LookupObserver observer;

    MeteredTable(Table inner, LookupObserver observer) {
        this.inner = inner;
        this.observer = observer;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        long began = System.nanoTime();
        CompletableFuture<Answer> answer = inner.lookup(key, trail);
        if (answer.isDone()) {
            observer.lookedUp(name(), answer.join(), trail.served(), System.nanoTime() - began);
            return answer;
        }
        return answer.thenApply(said -> {
            observer.lookedUp(name(), said, trail.served(), System.nanoTime() - began);
            return said;
        });
    }

    @Override
    public Keys keys() {
        return inner.keys();
    }
}
