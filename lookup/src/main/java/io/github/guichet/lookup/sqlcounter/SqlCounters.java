package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Raise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters in {@code guichet_count}. An answer "unavailable" leaves it open whether it was counted, if the database was slow rather than
 * away: it may have been, once, never twice. Safe for use by many threads.
 */
final class SqlCounters implements Counters {

    private static final Logger LOG = LoggerFactory.getLogger(SqlCounters.class);

    private final CounterDatabase database;
    private final CounterTables tables;
    private final CounterRows rows;
    private final CounterClock clock;
    private final CounterLanes lanes;
    private final SqlRaises raises;

    SqlCounters(
            CounterDatabase database, CounterTables tables, CounterRows rows, CounterClock clock, SqlRaises raises) {
        this.database = database;
        this.tables = tables;
        this.rows = rows;
        this.clock = clock;
        this.lanes = new CounterLanes(database, tables, rows, clock);
        this.raises = raises;
    }

    @Override
    public CompletableFuture<CountAnswer> take(CounterKey key, long amount, List<Limit> limits) {
        CompletableFuture<CountAnswer> answer = new CompletableFuture<>();
        lanes.change(key, new CounterChange.Take(amount, List.copyOf(limits), answer));
        return answer;
    }

    @Override
    public CompletableFuture<CountAnswer> look(CounterKey key, long amount, List<Limit> limits) {
        CompletableFuture<CountAnswer> answer = new CompletableFuture<>();
        lanes.change(key, new CounterChange.Look(amount, List.copyOf(limits), answer));
        return answer;
    }

    @Override
    public void giveBack(CounterKey key, long amount, List<Limit> limits, Instant at) {
        if (limits.isEmpty()) {
            return;
        }
        CompletableFuture<CountAnswer> answer = new CompletableFuture<>();
        lanes.change(key, new CounterChange.GiveBack(amount, at, answer));
        answer.thenAccept(given -> {
            if (given instanceof CountAnswer.Unavailable unavailable) {
                LOG.warn("what {} counted for a refused mail stays counted: {}", key.counter(), unavailable.reason());
            }
        });
    }

    @Override
    public CompletableFuture<List<Counted>> show(Optional<String> subject, int most) {
        return database.answer((connection, deadline) -> {
            tables.require(connection);
            long now = clock.millis(connection);
            List<Counted> counted = new ArrayList<>();
            for (CounterRows.Listed row : rows.list(connection, subject, most)) {
                for (StoredWindow window : row.state().at(now).windows()) {
                    if (window.used() > 0) {
                        counted.add(new Counted(row.key(), window.window() / 1000, window.used()));
                    }
                }
            }
            return counted.size() > most ? List.copyOf(counted.subList(0, most)) : counted;
        });
    }

    @Override
    public CompletableFuture<Boolean> reset(CounterKey key) {
        return database.answer((connection, deadline) -> {
            tables.require(connection);
            return rows.delete(connection, key);
        });
    }

    @Override
    public CompletableFuture<Boolean> raise(Raise raise) {
        return raises.raise(raise);
    }

    @Override
    public Optional<Raise> raised(CounterKey key) {
        return raises.raised(key);
    }

    @Override
    public List<Raise> raises() {
        return raises.all();
    }
}
