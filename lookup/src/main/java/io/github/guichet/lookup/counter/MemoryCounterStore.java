package io.github.guichet.lookup.counter;

import io.github.guichet.lookup.RepeatedLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters and marks of this process, with a file in which they survive. The file is written every few seconds when anything has
 * changed, less often when that takes long, and when the store is closed; so a process that is killed forgets a few seconds. One
 * process has one such store a directory, for as long as it runs: a second one would overwrite what the first has written.
 */
public final class MemoryCounterStore implements CounterStore {

    /** How many subjects, and how many marks, unless said otherwise. A subject takes a few hundred bytes. */
    public static final int MOST = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCounterStore.class);
    private static final long SAVE_SECONDS = 5;
    private static final int SWEEP_EVERY = 12;
    /** Writing takes at most this part of the time. */
    private static final int SPARE = 20;

    private final InstantSource clock;
    private final MemoryCounters counters;
    private final MemoryMarks marks;
    private final Optional<StateFile> file;
    private final RepeatedLog log = new RepeatedLog(LOG);
    private final ScheduledExecutorService housekeeping;
    private boolean unsaved;
    private volatile boolean working = true;
    private long turns;
    private long pause;

    /** A store of this process alone, empty until {@link #start}. */
    MemoryCounterStore(InstantSource clock, int most, Optional<Path> directory) {
        this.clock = clock;
        this.counters = new MemoryCounters(clock, new StoreTime(clock), most);
        this.marks = new MemoryMarks(clock, most);
        this.file = directory.map(StateFile::new);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "guichet-counters");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a store: loads what was saved, as far as it still counts. Blocks.
     *
     * @param clock what the time is
     * @param most how many subjects and how many marks at most, {@link #MOST}
     * @param directory where they survive; empty = in memory only
     */
    public static MemoryCounterStore open(InstantSource clock, int most, Optional<Path> directory) {
        MemoryCounterStore store = new MemoryCounterStore(clock, most, directory);
        store.load();
        store.start();
        return store;
    }

    void load() {
        file.ifPresent(state -> state.load(counters, marks, clock.millis()));
    }

    private void start() {
        housekeeping.scheduleWithFixedDelay(this::housekeep, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    private void housekeep() {
        turns++;
        if (turns % SWEEP_EVERY == 0) {
            counters.sweep();
            marks.sweep();
        }
        if (pause > 0) {
            pause--;
        } else {
            long before = System.nanoTime();
            save();
            long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before);
            pause = took * SPARE / SAVE_SECONDS;
        }
    }

    /** Writes the file if anything has changed. */
    synchronized void save() {
        boolean counted = counters.takeChanged();
        boolean marked = marks.takeChanged();
        unsaved = unsaved || counted || marked;
        if (file.isEmpty() || !unsaved) {
            return;
        }
        String trouble = file.get().save(counters, marks, clock.millis());
        unsaved = !trouble.isEmpty();
        working = !unsaved;
        if (unsaved) {
            log.warn("save", "{} could not be written: {}", file.get().file(), trouble);
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    /** Whether its file could be written last time. */
    @Override
    public boolean working() {
        return working;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Marks marks() {
        return marks;
    }

    /** Subjects for which something is, or was until lately, counted. */
    public int subjects() {
        return counters.subjects().size();
    }

    /** How many subjects and marks were forgotten for want of memory, since the start. */
    public long evicted() {
        return counters.evicted() + marks.evicted();
    }

    @Override
    public void close() {
        housekeeping.shutdown();
        try {
            if (!housekeeping.awaitTermination(SAVE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("writing counters takes longer than {} s", SAVE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        save();
    }
}
