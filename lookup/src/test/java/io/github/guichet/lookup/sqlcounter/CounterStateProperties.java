package io.github.guichet.lookup.sqlcounter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What a row holds against a plain list of all that was ever accepted. */
class CounterStateProperties {

    private static final long START = 1_772_366_400_123L;

    /** Something to count, so many milliseconds after the last, by a clock that is so much behind. */
    record Arrival(long pause, int amount, int behind) {}

    private record Accepted(long at, long amount) {}

    @Provide
    Arbitrary<Arrival> arrivals() {
        Arbitrary<Long> pauses = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(0, 3000),
                Arbitraries.longs().between(0, 90_000));
        return Combinators.combine(pauses, Arbitraries.integers().between(1, 4), Arbitraries.of(0, 0, 0, 5, 800))
                .as(Arrival::new);
    }

    private static long inWindow(List<Accepted> all, long now, long window) {
        return all.stream()
                .filter(each -> each.at() > now - window)
                .mapToLong(Accepted::amount)
                .sum();
    }

    private static CounterState stored(CounterState state) {
        String text = state.write();
        CounterState read = CounterState.read(text);
        assertThat(read).isEqualTo(state);
        assertThat(read.write()).isEqualTo(text);
        return read;
    }

    @Property(tries = 300)
    void inNoStretchIsMoreAcceptedThanTheLimitAndASliceIsFreeASixtiethLateAtMost(
            @ForAll @Size(min = 20, max = 200) List<@From("arrivals") Arrival> arrivals,
            @ForAll @IntRange(min = 4, max = 30) int most,
            @ForAll @IntRange(min = 1000, max = 61_003) int shortMillis) {
        List<Limit> limits = List.of(
                new Limit(most, Duration.ofMillis(shortMillis)),
                new Limit(3L * most, Duration.ofMillis(7L * shortMillis)));
        CounterState state = CounterState.EMPTY;
        List<Accepted> accepted = new ArrayList<>();
        long now = START;
        for (Arrival arrival : arrivals) {
            now += arrival.pause();
            CounterState.Taken taken = state.at(now).take(now, arrival.amount(), limits, true);
            state = stored(taken.after().by(new CounterState.Write(now % 11, -now)));
            if (taken.answer() instanceof CountAnswer.Within) {
                accepted.add(new Accepted(now, arrival.amount()));
                for (Limit limit : limits) {
                    assertThat(inWindow(accepted, now, limit.window().toMillis()))
                            .as("accepted in %s", limit)
                            .isLessThanOrEqualTo(limit.most());
                }
            } else {
                long then = now;
                assertThat(limits.stream().anyMatch(limit -> {
                            long window = limit.window().toMillis();
                            return inWindow(accepted, then, window + window / 60) + arrival.amount() > limit.most();
                        }))
                        .as("refused though there was room for more than a sixtieth of the window")
                        .isTrue();
            }
        }
    }

    @Property(tries = 200)
    void aHostWhoseClockIsALittleBehindDoesNotLetMoreThrough(
            @ForAll @Size(min = 20, max = 200) List<@From("arrivals") Arrival> arrivals,
            @ForAll @IntRange(min = 4, max = 30) int most) {
        long window = 30_000;
        List<Limit> limits = List.of(new Limit(most, Duration.ofMillis(window)));
        CounterState state = CounterState.EMPTY;
        List<Accepted> accepted = new ArrayList<>();
        long now = START;
        for (Arrival arrival : arrivals) {
            now += arrival.pause();
            long theirs = now - arrival.behind();
            CounterState.Taken taken = state.at(theirs).take(theirs, arrival.amount(), limits, true);
            state = stored(taken.after());
            if (taken.answer() instanceof CountAnswer.Within) {
                accepted.add(new Accepted(now, arrival.amount()));
                assertThat(inWindow(accepted, now, window - 800)).isLessThanOrEqualTo(most);
            }
        }
    }

    @Property(tries = 200)
    void whatIsSaidToBeFreeThenIsFreeThen(
            @ForAll @Size(min = 10, max = 60) List<@From("arrivals") Arrival> arrivals,
            @ForAll @IntRange(min = 4, max = 12) int most) {
        List<Limit> limits = List.of(new Limit(most, Duration.ofSeconds(60)));
        CounterState state = CounterState.EMPTY;
        long now = START;
        for (Arrival arrival : arrivals) {
            now += arrival.pause();
            CounterState.Taken taken = state.at(now).take(now, arrival.amount(), limits, true);
            if (taken.answer() instanceof CountAnswer.Over over) {
                now += over.retryAfter().toMillis();
                assertThat(state.at(now - 1)
                                .take(now - 1, arrival.amount(), limits, true)
                                .answer())
                        .isInstanceOf(CountAnswer.Over.class);
                taken = state.at(now).take(now, arrival.amount(), limits, true);
                assertThat(taken.answer()).isInstanceOf(CountAnswer.Within.class);
            }
            state = taken.after();
        }
    }

    @Property(tries = 200)
    void afterAClockWasSetBackNothingIsLostAndNothingStaysLongerThanItsWindow(
            @ForAll @IntRange(min = 1, max = 1_000_000) int backSeconds,
            @ForAll @IntRange(min = 1, max = 9) int amount) {
        Limit limit = new Limit(10, Duration.ofHours(1));
        CounterState state =
                CounterState.EMPTY.take(START, amount, List.of(limit), true).after();
        long back = START - backSeconds * 1000L;
        CounterState then = stored(state.at(back));
        assertThat(then.take(back, 11 - amount, List.of(limit), true).answer()).isInstanceOf(CountAnswer.Over.class);
        CounterState.Taken one = then.take(back, 10 - amount, List.of(limit), true);
        assertThat(one.answer()).isInstanceOf(CountAnswer.Within.class);
        long later = back + Duration.ofMinutes(63).toMillis();
        assertThat(one.after().at(later).take(later, 10, List.of(limit), true).answer())
                .isInstanceOf(CountAnswer.Within.class);
    }

    @Property
    void garbageIsRefusedAndNothingElseHappens(@ForAll String text) {
        try {
            CounterState read = CounterState.read(text);
            assertThat(CounterState.read(read.write())).isEqualTo(read);
        } catch (IllegalArgumentException e) {
            assertThat(e).isNotNull();
        }
    }
}
