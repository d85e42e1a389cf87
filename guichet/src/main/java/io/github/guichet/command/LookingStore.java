package io.github.guichet.command;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.counter.Raise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store for those who only want to know what would happen: it says what the real one would say, and notes nothing. */
final class LookingStore implements CounterStore {

    private static final CompletableFuture<Boolean> NOTHING_DONE = CompletableFuture.completedFuture(false);

    private final CounterStore store;

    LookingStore(CounterStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Counters counters() {
        return new LookingCounters(store.counters());
    }

    @Override
    public Marks marks() {
        return new LookingMarks(store.marks());
    }

    /** The real one is somebody else's. */
    @Override
    public void close() {}

    private record LookingCounters(Counters counters) implements Counters {

        @Override
        public CompletableFuture<CountAnswer> take(CounterKey key, long amount, List<Limit> limits) {
            return counters.look(key, amount, limits);
        }

        @Override
        public CompletableFuture<CountAnswer> look(CounterKey key, long amount, List<Limit> limits) {
            return counters.look(key, amount, limits);
        }

        @Override
        public void giveBack(CounterKey key, long amount, List<Limit> limits, Instant at) {}

        @Override
        public CompletableFuture<List<Counted>> show(Optional<String> subject, int most) {
            return counters.show(subject, most);
        }

        @Override
        public CompletableFuture<Boolean> reset(CounterKey key) {
            return NOTHING_DONE;
        }

        @Override
        public CompletableFuture<Boolean> raise(Raise raise) {
            return NOTHING_DONE;
        }

        @Override
        public Optional<Raise> raised(CounterKey key) {
            return counters.raised(key);
        }

        @Override
        public List<Raise> raises() {
            return counters.raises();
        }
    }

    private record LookingMarks(Marks marks) implements Marks {

        @Override
        public CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep) {
            return marks.look(space, key);
        }

        @Override
        public CompletableFuture<MarkAnswer> look(String space, String key) {
            return marks.look(space, key);
        }

        @Override
        public CompletableFuture<Boolean> forget(String space, String key) {
            return NOTHING_DONE;
        }
    }
}
