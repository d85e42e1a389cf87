package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBoundTest {

    private static final List<Limit> TEN_AN_HOUR = List.of(new Limit(10, Duration.ofHours(1)));

    private final ManualClock clock = new ManualClock();
    private final MemoryCounters counters = new MemoryCounters(clock, new StoreTime(clock), 100);

    private CountAnswer take(String subject, long amount) {
        return counters.take(new CounterKey("rule", subject), amount, TEN_AN_HOUR)
                .join();
    }

    @Test
    void whoIsOverALimitStaysWhateverElseComes() {
        take("spammer", 10);
        assertThat(take("spammer", 1)).isInstanceOf(CountAnswer.Over.class);
        for (int i = 0; i < 10_000; i++) {
            assertThat(take("user" + i, 1)).isInstanceOf(CountAnswer.Within.class);
        }
        assertThat(counters.subjects()).hasSizeLessThanOrEqualTo(100);
        assertThat(counters.evicted()).isEqualTo(9901);
        assertThat(take("spammer", 1)).isInstanceOf(CountAnswer.Over.class);
    }

    @Test
    void whoseCountsAreOverGoesFirst() {
        for (int i = 0; i < 100; i++) {
            take("old" + i, 10);
        }
        clock.pass(Duration.ofMinutes(62));
        for (int i = 0; i < 100; i++) {
            take("new" + i, 9);
        }
        assertThat(counters.evicted()).as("none that still counted").isZero();
        assertThat(take("new0", 2)).isInstanceOf(CountAnswer.Over.class);
    }

    @Test
    void whenAllAreOverTheirLimitsNobodyNewIsCounted() {
        for (int i = 0; i < 100; i++) {
            take("spammer" + i, 10);
        }
        assertThat(take("user", 1)).isInstanceOf(CountAnswer.Unavailable.class);
        assertThat(take("spammer99", 1)).isInstanceOf(CountAnswer.Over.class);
        clock.pass(Duration.ofMinutes(62));
        assertThat(take("user", 1)).isInstanceOf(CountAnswer.Within.class);
    }

    @Test
    void lookingAndRefusingTakeNoMemory() {
        counters.look(new CounterKey("rule", "a"), 1, TEN_AN_HOUR).join();
        take("b", 11);
        assertThat(counters.subjects()).isEmpty();
    }

    @Test
    void sweepingLetsGoOfTheIdle() {
        take("a", 1);
        clock.pass(Duration.ofMinutes(30));
        take("b", 1);
        clock.pass(Duration.ofMinutes(32));
        counters.sweep();
        assertThat(counters.subjects()).containsOnlyKeys(new CounterKey("rule", "b"));
    }

    @Test
    void sweepingWhileOthersCountLosesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            AtomicBoolean done = new AtomicBoolean();
            Future<?> sweeper = threads.submit(() -> {
                while (!done.get()) {
                    counters.sweep();
                }
            });
            List<Callable<Long>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(() -> IntStream.range(0, 20_000)
                        .filter(n -> take("s" + n % 100, 1) instanceof CountAnswer.Within)
                        .count());
            }
            long accepted = 0;
            for (Future<Long> client : threads.invokeAll(clients)) {
                accepted += client.get();
            }
            done.set(true);
            sweeper.get();
            assertThat(accepted).isEqualTo(1000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void marksSeenOnceGoBeforeThoseSeenOften() {
        MemoryMarks marks = new MemoryMarks(clock, 100);
        for (int i = 0; i < 3; i++) {
            marks.touch("client", "friend", Duration.ofDays(1));
        }
        for (int i = 0; i < 10_000; i++) {
            marks.touch("triplet", "bot" + i, Duration.ofDays(1));
        }
        assertThat(marks.marks()).hasSizeLessThanOrEqualTo(100);
        assertThat(marks.look("client", "friend").join()).isInstanceOf(MarkAnswer.Known.class);
        assertThat(marks.evicted()).isEqualTo(9901);
    }

    @Test
    void aClockThatIsSetBackNeitherFreesNorBlocks() {
        take("a", 10);
        clock.pass(Duration.ofDays(-1));
        assertThat(take("a", 1)).isInstanceOf(CountAnswer.Over.class);
        clock.pass(Duration.ofMinutes(59));
        assertThat(take("a", 1)).isInstanceOf(CountAnswer.Over.class);
        clock.pass(Duration.ofMinutes(3));
        assertThat(take("a", 10)).isInstanceOf(CountAnswer.Within.class);
    }

    @Test
    void aClockThatIsCorrectedByMomentsStandsStill() {
        take("a", 10);
        clock.pass(Duration.ofMillis(-900));
        assertThat(take("a", 1)).isInstanceOf(CountAnswer.Over.class);
        assertThat(counters.ahead()).isZero();
    }
}
