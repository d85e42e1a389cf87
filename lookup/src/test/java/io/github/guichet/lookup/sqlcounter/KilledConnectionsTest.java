package io.github.guichet.lookup.sqlcounter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.ManualClock;
import io.github.guichet.lookup.sqlcounter.TestDatabases.SharedStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two daemons count in MariaDB while an administrator cuts their connections again and again. */
class KilledConnectionsTest {

    private static final int CLIENTS = 8;
    private static final int QUESTIONS = 250;
    private static final Limit LIMIT = new Limit(1500, Duration.ofHours(1));
    private static final CounterKey KEY = new CounterKey("outgoing", "a@example.org");

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    /** Until there is an answer: a source that seems to be down is not asked for a moment. */
    private void ask(SharedStore daemon) {
        CountAnswer answer = daemon.counters().take(KEY, 1, List.of(LIMIT)).join();
        while (answer instanceof CountAnswer.Unavailable) {
            unknown.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
            answer = daemon.counters().take(KEY, 1, List.of(LIMIT)).join();
        }
        (answer instanceof CountAnswer.Within ? accepted : refused).incrementAndGet();
    }

    private long answered() {
        return accepted.get() + refused.get();
    }

    @Test
    void nothingIsCountedTwiceAndNothingThatWasAcceptedIsForgotten() throws Exception {
        TestDatabases.MARIADB.empty();
        ManualClock clock = new ManualClock();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (SharedStore one = TestDatabases.MARIADB.store(clock);
                SharedStore two = TestDatabases.MARIADB.store(clock)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SharedStore daemon = i % 2 == 0 ? one : two;
                work.add(clients.submit(() -> {
                    for (int j = 0; j < QUESTIONS; j++) {
                        ask(daemon);
                    }
                }));
            }
            long next = 100;
            while (work.stream().anyMatch(each -> !each.isDone())) {
                if (answered() >= next) {
                    cut();
                    next = answered() + 100;
                }
                Thread.onSpinWait();
            }
            for (Future<?> each : work) {
                each.get();
            }
            assertThat(next).as("connections were cut").isGreaterThan(100);
            assertThat(answered()).isEqualTo((long) CLIENTS * QUESTIONS);
            long counted = one.counters().show(Optional.of(KEY.subject()), 10).join().stream()
                    .mapToLong(each -> each.used())
                    .sum();
            assertThat(counted)
                    .as("accepted %s, refused %s, unknown %s", accepted, refused, unknown)
                    .isBetween(accepted.get(), accepted.get() + unknown.get())
                    .isLessThanOrEqualTo(LIMIT.most());
            assertThat(accepted.get()).isPositive();
        } finally {
            clients.shutdownNow();
        }
    }

    private static void cut() {
        try {
            TestDatabases.mariadb().sql("KILL CONNECTION USER postfix");
        } catch (SQLException e) {
            // Nobody is connected at this moment.
            assertThat(e.getMessage()).isNotNull();
        }
    }
}
