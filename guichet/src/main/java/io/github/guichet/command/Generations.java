package io.github.guichet.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The generation of now, and those of before that are not closed yet. Whoever asks takes the current one anew for each question, on an
 * event loop or with a {@link Lease}: so when each loop has turned over, nobody begins anything with an older one any more. Safe for use by
 * many threads.
 */
final class Generations {

    private volatile Generation current;
    private volatile List<Generation> retired = List.of();
    /** Held by who makes caches forget, and by who hands them on: what is forgotten in between would be remembered again. */
    private final ReadWriteLock handingOn = new ReentrantReadWriteLock();

    Generations(Generation first) {
        this.current = first;
    }

    /** The one that is asked now. On an event loop: nothing of it may be kept for longer than one question. */
    Generation current() {
        return current;
    }

    /**
     * Makes another one the current one.
     *
     * @param handOn gives it what the one of before remembers
     */
    void swap(Generation next, Runnable handOn) {
        handingOn.writeLock().lock();
        try {
            handOn.run();
            swap(next);
        } finally {
            handingOn.writeLock().unlock();
        }
    }

    /** Held by who makes the current generation forget something, for as long as that takes: not for anything that waits. */
    Lock forgetting() {
        return handingOn.readLock();
    }

    private synchronized void swap(Generation next) {
        List<Generation> older = new ArrayList<>(List.of(current));
        older.addAll(retired);
        retired = List.copyOf(older);
        current = next;
    }

    synchronized void closed(Generation old) {
        retired = retired.stream().filter(one -> one != old).toList();
    }

    /** Those of before, the newest first. */
    List<Generation> retired() {
        return retired;
    }

    /** What the current generation has, or the newest that has it: for connections that end because theirs has it no more. */
    <T> Optional<T> newest(Function<Generation, Optional<T>> part) {
        Optional<T> found = part.apply(current);
        if (found.isEmpty()) {
            found = retired.stream().flatMap(old -> part.apply(old).stream()).findFirst();
        }
        return found;
    }

    /** Asks a part of the newest generation that has it; see {@link #newest}. For event loops. */
    <P, T> Optional<CompletableFuture<T>> ask(
            Function<Generation, Optional<P>> part, Function<P, CompletableFuture<T>> question) {
        return newest(generation ->
                part.apply(generation).map(asked -> generation.inFlight().track(question.apply(asked))));
    }

    /** Keeps the current generation open until it is given back. For threads that are no event loops. */
    Lease lease() {
        while (true) {
            Generation now = current;
            now.inFlight().begin();
            if (now == current) {
                return new Lease(now);
            }
            now.inFlight().end();
        }
    }

    /** A generation that stays open. */
    record Lease(Generation generation) implements AutoCloseable {
        @Override
        public void close() {
            generation.inFlight().end();
        }
    }
}
