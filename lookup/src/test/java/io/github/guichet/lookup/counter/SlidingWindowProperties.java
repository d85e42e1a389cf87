package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The windows against a plain list of all that was ever accepted. */
class SlidingWindowProperties {

    private static final CounterKey KEY = new CounterKey("rule", "subject");

    /** Something to count, so many milliseconds after the last. */
    record Arrival(long pause, int amount) {}

    private record Accepted(long at, long amount) {}

    @Provide
    Arbitrary<Arrival> arrivals() {
        Arbitrary<Long> pauses = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(0, 3000),
                Arbitraries.longs().between(0, 90_000));
        return Combinators.combine(pauses, Arbitraries.integers().between(1, 4)).as(Arrival::new);
    }

    /** In the stretch of the window's length that ends now, which includes now and excludes its beginning. */
    private static long inWindow(List<Accepted> all, long now, long window) {
        return all.stream()
                .filter(each -> each.at() > now - window)
                .mapToLong(Accepted::amount)
                .sum();
    }

    @Property(tries = 300)
    void inNoStretchIsMoreAcceptedThanTheLimitAndASlotIsFreeASixtiethLateAtMost(
            @ForAll("arrivals") Arrival first,
            @ForAll @Size(min = 20, max = 300) List<@From("arrivals") Arrival> rest,
            @ForAll @IntRange(min = 4, max = 30) int most,
            @ForAll @IntRange(min = 1000, max = 61_003) int shortMillis) {
        ManualClock clock = new ManualClock();
        Counters counters = new MemoryCounters(clock, new StoreTime(clock), 10);
        List<Limit> limits = List.of(
                new Limit(most, Duration.ofMillis(shortMillis)),
                new Limit(3L * most, Duration.ofMillis(7L * shortMillis)));
        List<Accepted> accepted = new ArrayList<>();
        List<Arrival> all = new ArrayList<>(rest);
        all.add(first);
        for (Arrival arrival : all) {
            clock.pass(Duration.ofMillis(arrival.pause()));
            long now = clock.millis();
            CountAnswer answer = counters.take(KEY, arrival.amount(), limits).join();
            if (answer instanceof CountAnswer.Within) {
                accepted.add(new Accepted(now, arrival.amount()));
                for (Limit limit : limits) {
                    assertThat(inWindow(accepted, now, limit.window().toMillis()))
                            .as("accepted in %s", limit)
                            .isLessThanOrEqualTo(limit.most());
                }
            } else {
                assertThat(limits.stream().anyMatch(limit -> {
                            long window = limit.window().toMillis();
                            long late = (window + 59) / 60;
                            return inWindow(accepted, now, window + late) + arrival.amount() > limit.most();
                        }))
                        .as("refused though there was room for more than a sixtieth of the window")
                        .isTrue();
            }
        }
    }

    @Property(tries = 200)
    void whatIsSaidToBeFreeThenIsFreeThen(
            @ForAll @Size(min = 10, max = 60) List<@From("arrivals") Arrival> arrivals,
            @ForAll @IntRange(min = 4, max = 12) int most) {
        ManualClock clock = new ManualClock();
        Counters counters = new MemoryCounters(clock, new StoreTime(clock), 10);
        List<Limit> limits = List.of(new Limit(most, Duration.ofSeconds(60)));
        for (Arrival arrival : arrivals) {
            clock.pass(Duration.ofMillis(arrival.pause()));
            if (counters.take(KEY, arrival.amount(), limits).join() instanceof CountAnswer.Over over) {
                clock.pass(over.retryAfter().minusMillis(1));
                boolean before = counters.look(KEY, arrival.amount(), limits).join() instanceof CountAnswer.Within;
                clock.pass(Duration.ofMillis(1));
                CountAnswer then = counters.take(KEY, arrival.amount(), limits).join();
                assertThat(then).isInstanceOf(CountAnswer.Within.class);
                assertThat(before).isFalse();
            }
        }
    }

    /** What somebody does next: waits, has his clock set back, takes so much, and perhaps gives back what he took some time ago. */
    record Step(long pause, long back, int amount, int givenBack) {}

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Long> back = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.just(0L)),
                Tuple.of(1, Arbitraries.longs().between(0, 3_000_000)));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 4000),
                        back,
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(-10, 3))
                .as(Step::new);
    }

    @Property(tries = 300)
    void neitherAClockThatIsSetBackNorGivingBackLetsMoreThrough(
            @ForAll @Size(min = 20, max = 200) List<@From("steps") Step> steps,
            @ForAll @IntRange(min = 4, max = 20) int most,
            @ForAll @IntRange(min = 1000, max = 61_003) int window) {
        ManualClock clock = new ManualClock();
        Counters counters = new MemoryCounters(clock, new StoreTime(clock), 10);
        List<Limit> limits = List.of(new Limit(most, Duration.ofMillis(window)));
        List<Accepted> accepted = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        long elapsed = 0;
        for (Step step : steps) {
            clock.pass(Duration.ofMillis(step.pause()));
            elapsed += step.pause();
            if (step.back() > 0) {
                counters.look(KEY, 1, limits).join();
                clock.pass(Duration.ofMillis(-step.back()));
            }
            if (counters.take(KEY, step.amount(), limits).join() instanceof CountAnswer.Within within) {
                accepted.add(new Accepted(elapsed, step.amount()));
                times.add(within.at());
                assertThat(inWindow(accepted, elapsed, window)).isLessThanOrEqualTo(most);
            }
            int back = accepted.size() - 1 - step.givenBack();
            if (step.givenBack() >= 0 && back >= 0) {
                Accepted was = accepted.remove(back);
                counters.giveBack(KEY, was.amount(), limits, times.remove(back));
            }
        }
    }
}
