package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Marks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Counters, marks and raised limits in a database that several daemons share. Opening it asks nothing; the tables are made by the first
 * question. Everything is on the database's disk when it is answered, so there is nothing to write at the end.
 *
 * <p>Safe for use by many threads.
 */
public final class SqlCounterStore implements CounterStore {

    private static final Duration RAISES = Duration.ofSeconds(3);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** Steps of {@link CounterSweep} in a minute: so many rows times 200 may expire in one. */
    private static final int MOST_STEPS = 50;

    private final CounterDatabase database;
    private final String name;
    private final SqlRaises raises;
    private final SqlCounters counters;
    private final SqlMarks marks;
    private final CounterSweep sweep;
    private final ScheduledThreadPoolExecutor timer;

    private SqlCounterStore(CounterDatabase database, CounterClock clock) {
        this.database = database;
        this.name = database.name();
        CounterTables tables = new CounterTables(database.dialect());
        CounterRows rows = new CounterRows(database.dialect());
        this.raises = new SqlRaises(database, tables, rows, clock);
        this.counters = new SqlCounters(database, tables, rows, clock, raises);
        this.marks = new SqlMarks(database, tables, rows, clock);
        this.sweep = new CounterSweep(database, tables, rows, clock);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "counters-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A store that counts by the database's own time, and looks after itself: it reads raised limits every 3 seconds and removes old
     * rows every minute.
     *
     * @param database is not closed by this
     */
    public static SqlCounterStore open(CounterDatabase database) {
        SqlCounterStore store = new SqlCounterStore(database, new DatabaseClock(database.dialect()));
        store.start();
        return store;
    }

    /** A store for tests, which counts by the time that it is given and does nothing by itself. */
    static SqlCounterStore still(CounterDatabase database, InstantSource time) {
        return new SqlCounterStore(database, CounterClock.of(time));
    }

    private void start() {
        var raised = timer.scheduleWithFixedDelay(() -> raises.refresh(), 0, RAISES.toMillis(), TimeUnit.MILLISECONDS);
        // Hosts that were started together should not do the same work at the same time.
        long first = ThreadLocalRandom.current().nextLong(SWEEP.toMillis());
        var swept =
                timer.scheduleWithFixedDelay(() -> sweep(MOST_STEPS), first, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        if (raised.isDone() || swept.isDone()) {
            throw new IllegalStateException("the timer does not run");
        }
    }

    /** Removes what is old, in steps. */
    CompletableFuture<Boolean> sweep(int steps) {
        return sweep.step()
                .thenCompose(more -> more && steps > 1 ? sweep(steps - 1) : CompletableFuture.completedFuture(more));
    }

    /** Reads raised limits now. */
    CompletableFuture<Boolean> refresh() {
        return raises.refresh();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean working() {
        return !(database.state() instanceof SourceState.Down);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Marks marks() {
        return marks;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
