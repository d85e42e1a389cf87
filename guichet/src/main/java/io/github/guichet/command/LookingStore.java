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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store for those who only want to know what would happen: it says what the real one would say, and notes nothing. */
final class LookingStore implements CounterStore {

    private static final CompletableFuture<Boolean> NOTHING_DONE = CompletableFuture.completedFuture(false);

    private final CounterStore store;
    private final InstantSource clock;

    LookingStore(CounterStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public boolean working() {
        return store.working();
    }

    @Override
    public Counters counters() {
        return new LookingCounters(store.counters());
    }

    @Override
    public Marks marks() {
        return new LookingMarks(store.marks(), clock);
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

    private record LookingMarks(Marks marks, InstantSource clock) implements Marks {

        /** How it would stand if it were seen now: that a stranger is not noted yet is no trouble of the store. */
        @Override
        public CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep) {
            return marks.look(space, key).thenApply(answer -> {
                Instant now = clock.instant();
                if (answer instanceof MarkAnswer.Known known) {
                    return new MarkAnswer.Known(
                            known.first(), now.isBefore(known.last()) ? known.last() : now, known.count() + 1);
                }
                return answer instanceof MarkAnswer.Unknown ? new MarkAnswer.Known(now, now, 1) : answer;
            });
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
