package io.github.guichet.lookup.counter;

import io.github.guichet.lookup.RepeatedLog;
import io.github.guichet.lookup.counter.Eviction.Room;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks in this process. When there are more than memory is set aside for, those go first that nobody needs any more, then those
 * that were seen least often: who floods a greylist with triplets comes with each but once.
 */
final class MemoryMarks implements Marks {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryMarks.class);

    /** What is marked. */
    record MarkKey(String space, String key) {}

    /** One mark; times in milliseconds since 1970. */
    static final class Mark {
        private final long first;
        private final long last;
        private final long count;
        private final long keep;

        Mark(long first, long last, long count, long keep) {
            this.first = first;
            this.last = last;
            this.count = count;
            this.keep = keep;
        }

        long first() {
            return first;
        }

        long last() {
            return last;
        }

        long count() {
            return count;
        }

        long keep() {
            return keep;
        }

        boolean expired(long now) {
            return now - last > keep;
        }

        /** Seen once more. After a clock was set back, nothing was seen in times to come. */
        Mark again(long now, long keptNow) {
            return new Mark(Math.min(first, now), now, count + 1, keptNow);
        }

        MarkAnswer answer() {
            return new MarkAnswer.Known(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last), count);
        }
    }

    private final ConcurrentMap<MarkKey, Mark> marks = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final int most;
    private final Eviction<MarkKey, Mark> eviction;
    private final LongAdder evicted = new LongAdder();
    private final RepeatedLog log = new RepeatedLog(LOG);
    private volatile boolean changed;

    MemoryMarks(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
        this.eviction = new Eviction<>(marks, most, this::worth, this::remove);
    }

    private double worth(Mark mark) {
        return mark.expired(clock.millis()) ? Eviction.NOTHING : mark.count();
    }

    private void remove(MarkKey key, Mark mark) {
        marks.remove(key, mark);
    }

    @Override
    public CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep) {
        MarkKey which = new MarkKey(space, key);
        long now = clock.millis();
        while (true) {
            Mark known = marks.get(which);
            Mark next = known == null || known.expired(now)
                    ? new Mark(now, now, 1, keep.toMillis())
                    : known.again(now, keep.toMillis());
            if (known == null && !room()) {
                return CompletableFuture.completedFuture(new MarkAnswer.Unavailable("the memory for marks is full"));
            }
            if (known == null ? marks.putIfAbsent(which, next) == null : marks.replace(which, known, next)) {
                changed = true;
                return CompletableFuture.completedFuture(next.answer());
            }
        }
    }

    private boolean room() {
        Room room = eviction.make();
        if (room == Room.EVICTED) {
            evicted.increment();
            log.warn("evicted", "there are more than {} marks: those seen least often are forgotten", most);
        }
        return room != Room.NONE;
    }

    @Override
    public CompletableFuture<MarkAnswer> look(String space, String key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(marks.get(new MarkKey(space, key)))
                .filter(mark -> !mark.expired(clock.millis()))
                .map(Mark::answer)
                .orElseGet(MarkAnswer.Unknown::new));
    }

    @Override
    public CompletableFuture<Boolean> forget(String space, String key) {
        Mark was = marks.remove(new MarkKey(space, key));
        changed = true;
        return CompletableFuture.completedFuture(was != null && !was.expired(clock.millis()));
    }

    /** Whether anything was marked since this was last asked. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Lets go of what has expired. */
    void sweep() {
        long now = clock.millis();
        marks.values().removeIf(mark -> mark.expired(now));
    }

    /** Puts back what was read from a file. */
    void restore(MarkKey key, Mark mark) {
        if (marks.size() < most && !mark.expired(clock.millis())) {
            marks.putIfAbsent(key, mark);
        }
    }

    /** What is marked, for the file. */
    ConcurrentMap<MarkKey, Mark> marks() {
        return marks;
    }

    long evicted() {
        return evicted.sum();
    }
}
