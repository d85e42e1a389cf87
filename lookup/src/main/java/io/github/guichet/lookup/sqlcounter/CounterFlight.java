package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Some changes of one key on their way to the database. May be run a second time on another connection: what the first time wrote, if
 * it did, the row then tells. Used by one thread at a time.
 */
final class CounterFlight {

    /** What came of it: one answer for each change, and the row as it is now known. */
    record Landed(List<CountAnswer> answers, Optional<CounterRow> row) {}

    private static final CountAnswer DONE = new CountAnswer.Within(List.of(), Instant.EPOCH);
    private static final long LONGEST_PAUSE_NANOS = 2_000_000;

    private final long writer;
    private final CounterKey key;
    private final List<CounterChange> changes;
    private final CounterRows rows;
    private final CounterClock clock;
    private final Map<Long, List<CountAnswer>> written = new LinkedHashMap<>();
    private Optional<CounterRow> known;
    private boolean current;

    /**
     * A flight.
     *
     * @param writer this daemon, by a random number
     * @param known the row as it was last seen; saves a question if nobody else has written it since
     */
    CounterFlight(
            long writer,
            CounterKey key,
            List<CounterChange> changes,
            CounterRows rows,
            CounterClock clock,
            Optional<CounterRow> known) {
        this.writer = writer;
        this.key = key;
        this.changes = changes;
        this.rows = rows;
        this.clock = clock;
        this.known = known;
    }

    Landed run(Connection connection, Deadline deadline) throws SQLException, SourceException {
        boolean looks = changes.stream().anyMatch(CounterChange.Look.class::isInstance);
        if (looks || known.isEmpty() || !written.isEmpty()) {
            read(connection);
        }
        for (int tries = 0; !deadline.passed(); tries++) {
            Optional<Landed> before = landedBefore();
            if (before.isPresent()) {
                return before.get();
            }
            long now = clock.millis(connection);
            CounterState state =
                    known.map(CounterRow::state).orElse(CounterState.EMPTY).at(now);
            List<CountAnswer> answers = new ArrayList<>();
            CounterState after = decide(state, now, answers);
            if (!current && answers.stream().anyMatch(CountAnswer.Over.class::isInstance)) {
                read(connection); // somebody may have given back, or reset it
            } else if (after.equals(state)) {
                return new Landed(answers, known);
            } else if (write(connection, after, now, answers)) {
                return new Landed(answers, known);
            } else {
                if (tries > 1) {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
                }
                read(connection);
            }
        }
        throw new SourceException(SourceFailure.DEADLINE, "was too busy with one counter for a decision in time");
    }

    private Optional<Landed> landedBefore() {
        return known.flatMap(row -> written.entrySet().stream()
                .filter(each -> row.state().has(each.getKey()))
                .findFirst()
                .map(each -> new Landed(each.getValue(), known)));
    }

    private CounterState decide(CounterState from, long now, List<CountAnswer> answers) {
        CounterState state = from;
        for (CounterChange change : changes) {
            if (change instanceof CounterChange.Take take && !take.answer().isDone()) {
                CounterState.Taken taken = state.take(now, take.amount(), take.limits(), true);
                answers.add(taken.answer());
                state = taken.after();
            } else if (change instanceof CounterChange.Look look) {
                answers.add(state.take(now, look.amount(), look.limits(), false).answer());
            } else if (change instanceof CounterChange.GiveBack back) {
                answers.add(DONE);
                state = state.giveBack(back.at().toEpochMilli(), back.amount());
            } else {
                answers.add(DONE); // nobody waits for it any more
            }
        }
        return state;
    }

    private boolean write(Connection connection, CounterState after, long now, List<CountAnswer> answers)
            throws SQLException {
        long version = ThreadLocalRandom.current().nextLong();
        CounterRow row = new CounterRow(version, after.by(new CounterState.Write(writer, version)));
        written.put(version, answers);
        boolean done;
        try {
            done = known.isPresent()
                    ? rows.replace(connection, key, known.get().version(), row, after.expires(now))
                    : rows.insert(connection, key, row, after.expires(now));
        } catch (SQLException e) {
            if (!isConflict(e)) {
                throw e;
            }
            done = false;
        }
        if (done) {
            known = Optional.of(row);
        } else {
            written.remove(version); // the database says that it was not
        }
        return done;
    }

    private void read(Connection connection) throws SQLException, SourceException {
        current = false;
        known = rows.read(connection, key);
        current = true;
    }

    /** Another writer was preferred: a deadlock or a serialization failure; a Galera cluster says so of another node's. */
    static boolean isConflict(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }
}
