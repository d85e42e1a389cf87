package io.github.guichet.lookup.sqlcounter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Lets only one flight of this daemon go for each key at a time; what comes meanwhile goes together in the next. Safe for use by
 * many threads; never blocks.
 */
final class CounterLanes {

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 1_000;
    private static final long MOST_KNOWN = 50_000;

    private final long writer = ThreadLocalRandom.current().nextLong();
    private final CounterDatabase database;
    private final CounterTables tables;
    private final CounterRows rows;
    private final CounterClock clock;
    private final ConcurrentMap<CounterKey, List<CounterChange>> lanes = new ConcurrentHashMap<>();
    private final Cache<CounterKey, CounterRow> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    CounterLanes(CounterDatabase database, CounterTables tables, CounterRows rows, CounterClock clock) {
        this.database = database;
        this.tables = tables;
        this.rows = rows;
        this.clock = clock;
    }

    /** Does it soon; completes what it holds. */
    void change(CounterKey key, CounterChange change) {
        List<CounterChange> before = lanes.putIfAbsent(key, List.of());
        if (before == null) {
            fly(key, List.of(change));
            return;
        }
        boolean[] first = new boolean[1];
        boolean[] full = new boolean[1];
        lanes.compute(key, (k, waiting) -> {
            first[0] = waiting == null; // landed in between
            full[0] = waiting != null && waiting.size() >= MOST_WAITING;
            if (waiting == null) {
                return List.of();
            }
            if (full[0]) {
                return waiting;
            }
            List<CounterChange> more = waiting.isEmpty() ? new ArrayList<>() : waiting;
            more.add(change);
            return more;
        });
        if (first[0]) {
            fly(key, List.of(change));
        } else if (full[0]) {
            change.answer().complete(new CountAnswer.Unavailable("too many wait for one counter"));
        } else {
            // It may wait behind a slow flight, but not for longer than if it were alone.
            change.answer()
                    .completeOnTimeout(
                            new CountAnswer.Unavailable("source " + database.name() + " did not answer within "
                                    + database.deadline().toMillis() + " ms"),
                            database.deadline().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void fly(CounterKey key, List<CounterChange> changes) {
        CounterFlight flight =
                new CounterFlight(writer, key, changes, rows, clock, Optional.ofNullable(known.getIfPresent(key)));
        database.<CounterFlight.Landed>ask(
                        (connection, deadline) -> {
                            tables.require(connection);
                            try {
                                return flight.run(connection, deadline);
                            } catch (SQLException e) {
                                tables.doubt();
                                throw e;
                            }
                        },
                        reason -> new CounterFlight.Landed(
                                Collections.nCopies(changes.size(), new CountAnswer.Unavailable(reason)),
                                Optional.empty()))
                .thenAccept(landed -> land(key, changes, landed));
    }

    private void land(CounterKey key, List<CounterChange> changes, CounterFlight.Landed landed) {
        if (landed.row().isPresent()) {
            known.put(key, landed.row().get());
        } else {
            known.invalidate(key);
        }
        List<CounterChange> next = new ArrayList<>();
        lanes.compute(key, (k, waiting) -> {
            if (waiting == null || waiting.isEmpty()) {
                return null;
            }
            int together = Math.min(waiting.size(), MOST_TOGETHER);
            next.addAll(waiting.subList(0, together));
            return together == waiting.size() ? List.of() : new ArrayList<>(waiting.subList(together, waiting.size()));
        });
        if (!next.isEmpty()) {
            fly(key, next);
        }
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).answer().complete(landed.answers().get(i));
        }
    }
}
