package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.Answer.NotFound;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.concurrent.CompletableFuture;

/**
 * A table as one main.cf parameter sees it: asks an exact table, mostly a cached one, for one key after the other until the
 * first is found.
 *
 * <p>The search also ends at the first "unavailable": a catch-all must not answer for a mailbox that nobody could look for.
 */
public final class SearchedTable implements Table {

    private final Table exact;
    private final KeyRule rule;
    private final LookupObserver observer;

    /** A table whose impossible keys nobody hears of. */
    public SearchedTable(Table exact, KeyRule rule) {
        this(exact, rule, LookupObserver.NONE);
    }

    /**
     * A table.
     *
     * @param exact asked each key as it is
     * @param rule which keys to ask
     * @param observer hears of keys that cannot exist
     */
    public SearchedTable(Table exact, KeyRule rule, LookupObserver observer) {
        this.exact = exact;
        this.rule = rule;
        this.observer = observer;
    }

    @Override
    public String name() {
        return exact.name();
    }

    /** Answers on the calling thread as long as the exact table does. */
    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        if (!KeyCheck.canExist(key)) {
            observer.impossibleKey(name());
            return CompletableFuture.completedFuture(Answer.NOT_FOUND);
        }
        CompletableFuture<Answer> answer = search(key, trail);
        if (!answer.isDone()) {
            return answer.thenApply(rule::conclude);
        }
        Answer said = answer.join();
        Answer concluded = rule.conclude(said);
        return concluded == said ? answer : CompletableFuture.completedFuture(concluded);
    }

    private CompletableFuture<Answer> search(String key, Trail trail) {
        CompletableFuture<Answer> first = exact.lookup(rule.first(key), trail);
        if (first.isDone() && !(first.join() instanceof NotFound)) {
            return first; // the whole key's value needs no conclusion of the search
        }
        KeySearch search = rule.begin(key);
        return search.advance() ? walk(search, first, trail) : first;
    }

    private CompletableFuture<Answer> walk(KeySearch search, CompletableFuture<Answer> first, Trail trail) {
        CompletableFuture<Answer> current = first;
        while (current.isDone()) {
            Answer answer = current.join();
            if (answer instanceof Found found) {
                Found concluded = search.conclude(found);
                return concluded.equals(found) ? current : CompletableFuture.completedFuture(concluded);
            }
            if (!(answer instanceof NotFound) || !search.advance()) {
                return current;
            }
            current = exact.lookup(search.key(), trail);
        }
        CompletableFuture<Answer> pending = current;
        return pending.thenCompose(answer -> walk(search, pending, trail));
    }

    @Override
    public Keys keys() {
        return exact.keys();
    }
}
