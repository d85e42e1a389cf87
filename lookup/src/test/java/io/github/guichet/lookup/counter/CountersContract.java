package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Counters} does, wherever it counts. */
public abstract class CountersContract {

    protected static final Limit TEN_AN_HOUR = new Limit(10, Duration.ofHours(1));
    protected static final Limit THIRTY_A_DAY = new Limit(30, Duration.ofDays(1));
    private static final CounterKey KEY = new CounterKey("outgoing", "a@example.org");

    /** The time of the store. */
    protected final ManualClock clock = new ManualClock();

    private CounterStore store;
    private Counters counters;

    /** Opens an empty store. */
    protected abstract CounterStore open(InstantSource time) throws Exception;

    @BeforeEach
    void openTheStore() throws Exception {
        store = open(clock);
        counters = store.counters();
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    private CountAnswer take(long amount, Limit... limits) {
        return counters.take(KEY, amount, List.of(limits)).join();
    }

    private CountAnswer look(long amount, Limit... limits) {
        return counters.look(KEY, amount, List.of(limits)).join();
    }

    private static void assertWithin(CountAnswer answer, long... used) {
        assertThat(answer).isInstanceOf(CountAnswer.Within.class);
        assertThat(((CountAnswer.Within) answer).usages().stream().mapToLong(Usage::used))
                .containsExactly(box(used));
    }

    private static Long[] box(long... used) {
        return Arrays.stream(used).boxed().toArray(Long[]::new);
    }

    private static CountAnswer.Over over(CountAnswer answer) {
        assertThat(answer).isInstanceOf(CountAnswer.Over.class);
        return (CountAnswer.Over) answer;
    }

    @Test
    void countsUpToTheLimitAndNotOneMore() {
        for (int i = 1; i <= 10; i++) {
            assertWithin(take(1, TEN_AN_HOUR), i);
        }
        assertThat(over(take(1, TEN_AN_HOUR)).over()).isEqualTo(new Usage(TEN_AN_HOUR, 10));
        assertThat(over(take(1, TEN_AN_HOUR)).usages()).containsExactly(new Usage(TEN_AN_HOUR, 10));
    }

    @Test
    void takesAnAmountAsAWholeOrNotAtAll() {
        assertWithin(take(7, TEN_AN_HOUR), 7);
        assertThat(over(take(4, TEN_AN_HOUR)).over().used()).isEqualTo(7);
        assertWithin(take(3, TEN_AN_HOUR), 10);
    }

    @Test
    void anAmountAboveTheLimitNeverFits() {
        CountAnswer.Over answer = over(take(11, TEN_AN_HOUR));
        assertThat(answer.over().used()).isZero();
        assertThat(answer.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(61));
        assertThat(over(take(Long.MAX_VALUE, TEN_AN_HOUR)).over().used()).isZero();
    }

    @Test
    void aLimitOfZeroAllowsNothing() {
        assertThat(over(take(1, new Limit(0, Duration.ofHours(1)))).over().used())
                .isZero();
    }

    @Test
    void withoutLimitsNothingIsCounted() {
        assertWithin(take(1000));
        assertWithin(take(1, TEN_AN_HOUR), 1);
    }

    @Test
    void aWindowSlides() {
        assertWithin(take(5, TEN_AN_HOUR), 5);
        clock.pass(Duration.ofMinutes(30));
        assertWithin(take(5, TEN_AN_HOUR), 10);
        clock.pass(Duration.ofMinutes(29));
        over(take(1, TEN_AN_HOUR));
        clock.pass(Duration.ofMinutes(2));
        assertWithin(take(5, TEN_AN_HOUR), 10);
        clock.pass(Duration.ofMinutes(28));
        over(take(1, TEN_AN_HOUR));
        clock.pass(Duration.ofMinutes(62));
        assertWithin(take(10, TEN_AN_HOUR), 10);
    }

    @Test
    void saysUntilWhen() {
        take(4, TEN_AN_HOUR);
        clock.pass(Duration.ofMinutes(20));
        take(6, TEN_AN_HOUR);
        assertThat(over(take(1, TEN_AN_HOUR)).retryAfter()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(41));
        Duration wait = over(take(5, TEN_AN_HOUR)).retryAfter();
        assertThat(wait).as("the second part is needed too").isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
        Duration one = over(take(1, TEN_AN_HOUR)).retryAfter();
        clock.pass(one.minusMillis(1));
        over(take(1, TEN_AN_HOUR));
        clock.pass(Duration.ofMillis(1));
        assertWithin(take(1, TEN_AN_HOUR), 7);
    }

    @Test
    void severalWindowsHoldAtOnce() {
        assertWithin(take(10, TEN_AN_HOUR, THIRTY_A_DAY), 10, 10);
        clock.pass(Duration.ofMinutes(62));
        assertWithin(take(10, TEN_AN_HOUR, THIRTY_A_DAY), 10, 20);
        clock.pass(Duration.ofMinutes(62));
        assertWithin(take(10, TEN_AN_HOUR, THIRTY_A_DAY), 10, 30);
        CountAnswer.Over both = over(take(1, TEN_AN_HOUR, THIRTY_A_DAY));
        assertThat(both.over().limit()).as("the longest wait").isEqualTo(THIRTY_A_DAY);
        assertThat(both.usages().stream().map(Usage::used)).containsExactly(10L, 30L);
        clock.pass(Duration.ofMinutes(62));
        CountAnswer.Over day = over(take(1, TEN_AN_HOUR, THIRTY_A_DAY));
        assertThat(day.over()).isEqualTo(new Usage(THIRTY_A_DAY, 30));
        assertThat(day.usages().get(0).used())
                .as("what one limit refuses, the other does not count")
                .isZero();
    }

    @Test
    void lookingCountsNothing() {
        assertWithin(look(10, TEN_AN_HOUR), 0);
        take(8, TEN_AN_HOUR);
        assertWithin(look(2, TEN_AN_HOUR), 8);
        assertThat(over(look(3, TEN_AN_HOUR)).over().used()).isEqualTo(8);
        assertWithin(take(2, TEN_AN_HOUR), 10);
    }

    @Test
    void countersAndSubjectsAreApart() {
        take(10, TEN_AN_HOUR);
        for (CounterKey other :
                List.of(new CounterKey("outgoing", "b@example.org"), new CounterKey("burst", "a@example.org"))) {
            assertWithin(counters.take(other, 10, List.of(TEN_AN_HOUR)).join(), 10);
        }
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        take(6, TEN_AN_HOUR, THIRTY_A_DAY);
        clock.pass(Duration.ofMinutes(10));
        CountAnswer.Within second = (CountAnswer.Within) take(4, TEN_AN_HOUR, THIRTY_A_DAY);
        clock.pass(Duration.ofMinutes(10));
        counters.giveBack(KEY, 4, List.of(TEN_AN_HOUR, THIRTY_A_DAY), second.at());
        assertWithin(look(4, TEN_AN_HOUR, THIRTY_A_DAY), 6, 6);
        clock.pass(Duration.ofMinutes(42));
        assertWithin(look(10, TEN_AN_HOUR), 0);
    }

    @Test
    void givingBackWhatHasLeftTheWindowChangesNothing() {
        CountAnswer.Within first = (CountAnswer.Within) take(4, TEN_AN_HOUR);
        clock.pass(Duration.ofMinutes(70));
        take(5, TEN_AN_HOUR);
        counters.giveBack(KEY, 4, List.of(TEN_AN_HOUR), first.at());
        assertWithin(look(1, TEN_AN_HOUR), 5);
    }

    @Test
    void aLowerOrHigherLimitHoldsAtOnce() {
        take(8, TEN_AN_HOUR);
        over(take(1, new Limit(5, Duration.ofHours(1))));
        assertWithin(take(12, new Limit(20, Duration.ofHours(1))), 20);
    }

    @Test
    void anotherWindowKnowsWhatTheOldOneKnew() {
        take(8, TEN_AN_HOUR);
        Limit twoHours = new Limit(10, Duration.ofHours(2));
        over(take(3, twoHours));
        assertWithin(take(2, twoHours), 10);
    }

    @Test
    void whatIsCountedUnderRaisedLimitsCountsUnderTheUsualOnes() {
        take(10, TEN_AN_HOUR);
        take(50, new Limit(100, Duration.ofDays(1)));
        assertThat(over(take(1, TEN_AN_HOUR)).over().used()).isEqualTo(60);
    }

    @Test
    void showsWhatIsCounted() {
        take(3, TEN_AN_HOUR, THIRTY_A_DAY);
        CounterKey other = new CounterKey("outgoing", "b@example.org");
        counters.take(other, 2, List.of(TEN_AN_HOUR)).join();
        assertThat(counters.show(Optional.of("a@example.org"), 10).join())
                .containsExactlyInAnyOrder(new Counters.Counted(KEY, 3600, 3), new Counters.Counted(KEY, 86_400, 3));
        assertThat(counters.show(Optional.empty(), 10).join())
                .hasSize(3)
                .contains(new Counters.Counted(other, 3600, 2));
        assertThat(counters.show(Optional.empty(), 1).join()).hasSize(1);
        assertThat(counters.show(Optional.of("nobody"), 10).join()).isEmpty();
        clock.pass(Duration.ofDays(2));
        assertThat(counters.show(Optional.empty(), 10).join()).isEmpty();
    }

    @Test
    void forgetsOnRequest() {
        take(10, TEN_AN_HOUR);
        assertThat(counters.reset(KEY).join()).isTrue();
        assertThat(counters.reset(KEY).join()).isFalse();
        assertWithin(take(10, TEN_AN_HOUR), 10);
    }

    @Test
    void limitsAreRaisedForAWhile() {
        assertThat(counters.raised(KEY)).isEmpty();
        Instant until = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        Raise raise = new Raise(KEY, List.of(new Limit(500, Duration.ofHours(1))), until);
        assertThat(counters.raise(raise).join()).isTrue();
        assertThat(counters.raised(KEY)).contains(raise);
        assertThat(counters.raised(new CounterKey("burst", "a@example.org"))).isEmpty();
        assertThat(counters.raises()).containsExactly(raise);
        clock.pass(Duration.ofHours(2));
        assertThat(counters.raised(KEY)).isEmpty();
        assertThat(counters.raises()).isEmpty();
    }

    @Test
    void aRaiseCanLiftAllLimitsAndBeTakenBack() {
        Instant until = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        counters.raise(new Raise(KEY, List.of(), until)).join();
        assertThat(counters.raised(KEY).map(Raise::limits)).contains(List.of());
        counters.raise(new Raise(KEY, List.of(), clock.instant().minusSeconds(1)))
                .join();
        assertThat(counters.raised(KEY)).isEmpty();
        assertThat(counters.raises()).isEmpty();
    }

    @Test
    void manyAtOnceNeverGetMoreThanTheLimit() throws Exception {
        Limit limit = new Limit(100, Duration.ofHours(1));
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                work.add(() -> {
                    int accepted = 0;
                    for (int j = 0; j < 25; j++) {
                        accepted += take(1, limit) instanceof CountAnswer.Within ? 1 : 0;
                    }
                    return accepted;
                });
            }
            int accepted = 0;
            for (Future<Integer> each : clients.invokeAll(work)) {
                accepted += each.get();
            }
            assertThat(accepted).isEqualTo(100);
        } finally {
            clients.shutdownNow();
        }
    }
}
