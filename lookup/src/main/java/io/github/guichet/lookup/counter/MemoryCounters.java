package io.github.guichet.lookup.counter;

import io.github.guichet.lookup.RepeatedLog;
import io.github.guichet.lookup.counter.Eviction.Room;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters in this process. All answers are there at once. When there are more subjects than memory is set aside for, those go first
 * for which nothing is counted any more, then those that are farthest from their limits, with a line in the log; a subject that is
 * over a limit stays, and when there are only such, new subjects get no answer.
 */
final class MemoryCounters implements Counters {

    /** At most so many raised limits at once; somebody sets each by hand. */
    static final int MOST_RAISES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCounters.class);

    private final ConcurrentMap<CounterKey, SubjectCounts> subjects = new ConcurrentHashMap<>();
    private final ConcurrentMap<CounterKey, Raise> raises = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final StoreTime time;
    private final int most;
    private final Eviction<CounterKey, SubjectCounts> eviction;
    private final LongAdder evicted = new LongAdder();
    private final RepeatedLog log = new RepeatedLog(LOG);
    private volatile boolean changed;

    MemoryCounters(InstantSource clock, StoreTime time, int most) {
        this.clock = clock;
        this.time = time;
        this.most = most;
        this.eviction = new Eviction<>(subjects, most, this::worth, this::remove);
    }

    @Override
    public CompletableFuture<CountAnswer> take(CounterKey key, long amount, List<Limit> limits) {
        return CompletableFuture.completedFuture(ask(key, amount, limits, true));
    }

    @Override
    public CompletableFuture<CountAnswer> look(CounterKey key, long amount, List<Limit> limits) {
        return CompletableFuture.completedFuture(ask(key, amount, limits, false));
    }

    private CountAnswer ask(CounterKey key, long amount, List<Limit> limits, boolean count) {
        long now = time.now();
        if (limits.isEmpty()) {
            return new CountAnswer.Within(List.of(), Instant.ofEpochMilli(now));
        }
        while (true) {
            SubjectCounts subject = subjects.get(key);
            if (subject == null) {
                SubjectCounts fresh = new SubjectCounts();
                CountAnswer answer = first(fresh, amount, limits, now, count);
                if (!count || answer instanceof CountAnswer.Over) {
                    return answer;
                }
                if (!room()) {
                    return new CountAnswer.Unavailable("the memory for counters is full");
                }
                if (subjects.putIfAbsent(key, fresh) == null) {
                    noteChange();
                    return answer;
                }
            } else {
                synchronized (subject) {
                    if (!subject.gone()) {
                        CountAnswer answer = subject.ask(amount, limits, now, count);
                        if (count) {
                            noteChange();
                        }
                        return answer;
                    }
                }
            }
        }
    }

    private static CountAnswer first(SubjectCounts fresh, long amount, List<Limit> limits, long now, boolean count) {
        synchronized (fresh) {
            return fresh.ask(amount, limits, now, count);
        }
    }

    private boolean room() {
        Room room = eviction.make();
        if (room == Room.EVICTED) {
            evicted.increment();
            log.warn(
                    "evicted",
                    "there are more than {} subjects to count: those farthest from their limits are forgotten",
                    most);
        } else if (room == Room.NONE) {
            log.warn("full", "there are {} subjects over their limits, and no memory to count others", most);
        }
        return room != Room.NONE;
    }

    private double worth(SubjectCounts subject) {
        synchronized (subject) {
            long now = subject.expire(time.now());
            if (subject.empty()) {
                return Eviction.NOTHING;
            }
            return subject.over(now) || subject.fill() >= 1 ? Eviction.KEEP : subject.fill();
        }
    }

    private void remove(CounterKey key, SubjectCounts subject) {
        synchronized (subject) {
            subject.leave();
        }
        subjects.remove(key, subject);
    }

    @Override
    public void giveBack(CounterKey key, long amount, List<Limit> limits, Instant at) {
        SubjectCounts subject = subjects.get(key);
        if (subject != null && !limits.isEmpty()) {
            synchronized (subject) {
                subject.giveBack(amount, at.toEpochMilli());
            }
            noteChange();
        }
    }

    @Override
    public CompletableFuture<List<Counted>> show(Optional<String> subject, int limit) {
        List<Counted> all = new ArrayList<>();
        for (Map.Entry<CounterKey, SubjectCounts> entry : subjects.entrySet()) {
            if (subject.isEmpty() || subject.get().equals(entry.getKey().subject())) {
                collect(entry.getKey(), entry.getValue(), all);
            }
        }
        all.sort(Comparator.comparingLong(Counted::used)
                .reversed()
                .thenComparing(counted -> counted.key().subject()));
        return CompletableFuture.completedFuture(List.copyOf(all.subList(0, Math.min(Math.max(0, limit), all.size()))));
    }

    private void collect(CounterKey key, SubjectCounts subject, List<Counted> all) {
        synchronized (subject) {
            subject.expire(time.now());
            for (WindowCounts window : subject.windows()) {
                if (window.sum() > 0) {
                    all.add(new Counted(key, (window.millis() + 999) / 1000, window.sum()));
                }
            }
        }
    }

    @Override
    public CompletableFuture<Boolean> reset(CounterKey key) {
        SubjectCounts subject = subjects.get(key);
        boolean had = false;
        if (subject != null) {
            synchronized (subject) {
                subject.expire(time.now());
                had = !subject.gone() && !subject.empty();
            }
            remove(key, subject);
            noteChange();
        }
        return CompletableFuture.completedFuture(had);
    }

    @Override
    public CompletableFuture<Boolean> raise(Raise raise) {
        if (!raise.until().isAfter(clock.instant())) {
            raises.remove(raise.key());
        } else if (raises.size() >= MOST_RAISES && !raises.containsKey(raise.key())) {
            LOG.warn("there are {} raised limits already", MOST_RAISES);
            return CompletableFuture.completedFuture(false);
        } else {
            raises.put(raise.key(), raise);
        }
        noteChange();
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public Optional<Raise> raised(CounterKey key) {
        if (raises.isEmpty()) {
            return Optional.empty();
        }
        Raise raise = raises.get(key);
        if (raise == null) {
            return Optional.empty();
        }
        if (raise.until().isAfter(clock.instant())) {
            return Optional.of(raise);
        }
        raises.remove(key, raise);
        return Optional.empty();
    }

    @Override
    public List<Raise> raises() {
        Instant now = clock.instant();
        return raises.values().stream()
                .filter(raise -> raise.until().isAfter(now))
                .sorted(Comparator.comparing(Raise::until))
                .toList();
    }

    private void noteChange() {
        if (!changed) {
            changed = true;
        }
    }

    /** Whether anything was counted since this was last asked. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Lets go of subjects for which nothing is counted any more. */
    void sweep() {
        for (Map.Entry<CounterKey, SubjectCounts> entry : subjects.entrySet()) {
            if (worth(entry.getValue()) == Eviction.NOTHING) {
                removeEmpty(entry.getKey(), entry.getValue());
            }
        }
    }

    private void removeEmpty(CounterKey key, SubjectCounts subject) {
        synchronized (subject) {
            if (!subject.empty()) {
                return;
            }
            subject.leave();
        }
        subjects.remove(key, subject);
    }

    /** Puts back what was read from a file. */
    void restore(CounterKey key, SubjectCounts subject) {
        if (subjects.size() < most) {
            subjects.putIfAbsent(key, subject);
        }
    }

    /** Puts back a raise that was read from a file. */
    void restore(Raise raise) {
        if (raises.size() < MOST_RAISES && raise.until().isAfter(clock.instant())) {
            raises.put(raise.key(), raise);
        }
    }

    /** Who counts, for the file. */
    ConcurrentMap<CounterKey, SubjectCounts> subjects() {
        return subjects;
    }

    long evicted() {
        return evicted.sum();
    }

    /** By how many milliseconds the time of this store is ahead of the machine's. */
    long ahead() {
        return time.ahead();
    }

    /** The time of this store. */
    long now() {
        return time.now();
    }
}
