package io.github.guichet.lookup.sqlcounter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.ManualClock;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.lookup.sqlcounter.TestDatabases.SharedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two daemons on one database, asked by many at the same time. */
class SharedStoreTest {

    private static final Limit HOUR = new Limit(100, Duration.ofHours(1));
    private static final Limit DAY = new Limit(150, Duration.ofDays(1));
    private static final List<Limit> LIMITS = List.of(HOUR, DAY);
    private static final CounterKey KEY = new CounterKey("outgoing", "a@example.org");
    private static final int CLIENTS = 16;

    private final ManualClock clock = new ManualClock();
    private final List<SharedStore> daemons = new ArrayList<>();

    private void startTwo(TestDatabases database) {
        database.empty();
        daemons.add(database.store(clock));
        daemons.add(database.store(clock));
    }

    @AfterEach
    void stop() {
        daemons.forEach(SharedStore::close);
    }

    private SharedStore daemon(int client) {
        return daemons.get(client % 2);
    }

    /** What all clients did, summed up. */
    private static long together(IntFunction<Callable<Long>> client) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                work.add(client.apply(i));
            }
            long sum = 0;
            for (Future<Long> each : clients.invokeAll(work)) {
                sum += each.get();
            }
            return sum;
        } finally {
            clients.shutdownNow();
        }
    }

    private CountAnswer take(int client, CounterKey key, long amount) {
        return daemon(client).counters().take(key, amount, LIMITS).join();
    }

    private static long accepted(CountAnswer answer) {
        assertThat(answer).isNotInstanceOf(CountAnswer.Unavailable.class);
        return answer instanceof CountAnswer.Within ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource
    void oneSubjectGetsExactlyItsLimit(TestDatabases database) throws Exception {
        startTwo(database);
        long accepted = together(client -> () -> {
            long mine = 0;
            for (int i = 0; i < 20; i++) {
                mine += accepted(take(client, KEY, 1));
            }
            return mine;
        });
        assertThat(accepted).isEqualTo(HOUR.most());
        clock.pass(Duration.ofMinutes(62));
        long later = together(client -> () -> {
            long mine = 0;
            for (int i = 0; i < 10; i++) {
                mine += accepted(take(client, KEY, 1));
            }
            return mine;
        });
        assertThat(later).as("what is left of the day").isEqualTo(DAY.most() - HOUR.most());
    }

    @ParameterizedTest
    @EnumSource
    void eachOfManySubjectsGetsExactlyItsLimit(TestDatabases database) throws Exception {
        startTwo(database);
        int subjects = 20;
        long accepted = together(client -> () -> {
            long mine = 0;
            for (int i = 0; i < subjects * 2; i++) {
                CounterKey key = new CounterKey("outgoing", "user" + (client + i) % subjects);
                mine += accepted(take(client, key, 4)) * 4;
            }
            return mine;
        });
        assertThat(accepted).isEqualTo(subjects * HOUR.most());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGivenBackIsFreeAgainAndNoMore(TestDatabases database) throws Exception {
        startTwo(database);
        long kept = together(client -> () -> {
            long mine = 0;
            for (int i = 0; i < 20; i++) {
                if (take(client, KEY, 1) instanceof CountAnswer.Within within) {
                    if (i % 2 == 0) {
                        daemon(client).counters().giveBack(KEY, 1, LIMITS, within.at());
                    } else {
                        mine++;
                    }
                }
            }
            return mine;
        });
        // A look waits in each daemon for what that daemon gives back.
        for (int daemon = 0; daemon < 2; daemon++) {
            assertThat(daemon(daemon).counters().look(KEY, 1, LIMITS).join())
                    .isNotInstanceOf(CountAnswer.Unavailable.class);
        }
        assertThat(kept).isLessThanOrEqualTo(HOUR.most());
        long used = daemon(0).counters().show(Optional.of(KEY.subject()), 10).join().stream()
                .filter(c -> c.window() == 3600)
                .mapToLong(c -> c.used())
                .sum();
        assertThat(used).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerSeesWhatAnotherDaemonDid(TestDatabases database) {
        startTwo(database);
        accepted(take(0, KEY, 100));
        assertThat(accepted(take(1, KEY, 1))).isZero();
        assertThat(daemon(1).counters().reset(KEY).join()).isTrue();
        assertThat(accepted(take(0, KEY, 100))).isEqualTo(1);
        assertThat(accepted(take(1, KEY, 1))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRaiseOfOneDaemonIsKnownToTheOtherOnceItLooks(TestDatabases database) {
        startTwo(database);
        Raise raise = new Raise(
                new CounterKey("outgoing", "Ä'\\\" @example.org "),
                List.of(new Limit(5, Duration.ofMillis(1500)), new Limit(0, Duration.ofDays(1))),
                clock.instant().plus(Duration.ofHours(1)));
        assertThat(daemon(0).counters().raise(raise).join()).isTrue();
        assertThat(daemon(1).counters().raised(raise.key())).isEmpty();
        assertThat(daemon(1).store().refresh().join()).isTrue();
        assertThat(daemon(1).counters().raised(raise.key())).contains(raise);
        assertThat(daemon(1).counters().raised(new CounterKey("outgoing", "ä'\\\" @example.org ")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysDifferInEveryByte(TestDatabases database) {
        startTwo(database);
        List<String> subjects = new ArrayList<>(
                List.of("a", "A", "á", "a ", " a", "a\u0000", "a\uD800", "a?", "'", "\\", "''", "%", "\uD83D\uDE00"));
        String longOne = "x".repeat(600);
        subjects.add(longOne + "1");
        subjects.add(longOne + "2");
        for (String subject : subjects) {
            CounterKey key = new CounterKey("rule 'x'", subject);
            assertThat(accepted(take(0, key, 100))).as("subject '%s'", subject).isEqualTo(1);
            assertThat(accepted(take(1, key, 1))).as("subject '%s'", subject).isZero();
            assertThat(daemon(0)
                            .marks()
                            .touch("space", subject, Duration.ofDays(1))
                            .join())
                    .isEqualTo(new MarkAnswer.Known(now(), now(), 1));
        }
    }

    private java.time.Instant now() {
        return clock.instant();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOldIsRemovedInSteps(TestDatabases database) {
        startTwo(database);
        int many = CounterSweep.STEP + 50;
        for (int i = 0; i < many; i++) {
            accepted(take(0, new CounterKey("outgoing", "old" + i), 1));
            daemon(0).marks().touch("greylist", "old" + i, Duration.ofHours(1)).join();
        }
        clock.pass(Duration.ofHours(23));
        accepted(take(0, KEY, 1));
        clock.pass(Duration.ofHours(4));
        accepted(take(0, KEY, 1));
        daemon(0).marks().touch("greylist", "new", Duration.ofHours(1)).join();
        assertThat(daemon(0).store().sweep(1).join()).as("there is more").isTrue();
        assertThat(daemon(1).store().sweep(9).join()).as("there is no more").isFalse();
        assertThat(daemon(0).counters().show(Optional.empty(), 1000).join())
                .hasSize(2)
                .allMatch(c -> c.key().equals(KEY));
        assertThat(daemon(0).marks().look("greylist", "new").join()).isInstanceOf(MarkAnswer.Known.class);
    }
}
