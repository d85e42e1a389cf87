package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedTableTest {

    private static final Answer ONE = new Answer.Found("one");
    private static final Answer TWO = new Answer.Found("two");
    private static final Duration MILLI = Duration.ofMillis(1);

    private final FakeTicker time = new FakeTicker();
    private final ScriptedTable source = new ScriptedTable("alias").with("k", "one");
    private final CachedTable cache = new CachedTable(source, CacheConfig.DEFAULT, time);

    private Answer ask(String key) {
        return cache.lookup(key, new Trail()).join();
    }

    private Steps.Step steps(String key) {
        Steps trail = new Steps();
        cache.lookup(key, trail).join();
        assertThat(trail.steps).hasSize(1);
        return trail.steps.get(0);
    }

    @Test
    void asksOnceAndThenRemembers() {
        assertThat(ask("k")).isEqualTo(ONE);
        assertThat(ask("k")).isEqualTo(ONE);
        assertThat(source.asked).containsExactly("k");
    }

    @Test
    void answersAHitAtOnce() {
        ask("k");
        assertThat(cache.lookup("k", new Trail())).isCompletedWithValue(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "caf\u00e9",
                "\u0394\u03bf\u03ba\u03b9\u03bc\u03ae",
                "mixed \u00ff\u0100",
                "half a pair \ud83d",
                "\ud83d\udc4d"
            })
    void remembersEveryText(String text) {
        source.with("k", text);
        ask("k");
        assertThat(ask("k")).isEqualTo(new Answer.Found(text));
        assertThat(source.asked).containsExactly("k");
    }

    @Test
    void keepsFoundJustUntilItsTime() {
        ask("k");
        source.hold = true; // so that the refresh ahead of time brings nothing
        time.pass(CacheConfig.DEFAULT.ttl().minus(MILLI));
        assertThat(cache.lookup("k", new Trail())).isCompletedWithValue(ONE);
        time.pass(MILLI);
        assertThat(cache.lookup("k", new Trail())).isNotCompleted();
    }

    @Test
    void keepsNotFoundJustUntilItsOwnShorterTime() {
        assertThat(ask("none")).isEqualTo(Answer.NOT_FOUND);
        source.hold = true;
        time.pass(CacheConfig.DEFAULT.negativeTtl().minus(MILLI));
        assertThat(cache.lookup("none", new Trail())).isCompletedWithValue(Answer.NOT_FOUND);
        time.pass(MILLI);
        assertThat(cache.lookup("none", new Trail())).isNotCompleted();
    }

    @Test
    void neverRemembersUnavailable() {
        source.down = true;
        assertThat(ask("k")).isInstanceOf(Answer.Unavailable.class);
        source.down = false;
        assertThat(ask("k")).isEqualTo(ONE);
        assertThat(source.asked).hasSize(2);
    }

    @Test
    void letsAllWhoAskAMissingKeyWaitForOneQuestion() {
        source.hold = true;
        var first = cache.lookup("k", new Trail());
        var second = cache.lookup("k", new Trail());
        assertThat(source.asked).containsExactly("k");
        source.letGo();
        assertThat(first).isCompletedWithValue(ONE);
        assertThat(second).isCompletedWithValue(ONE);
    }

    @Test
    void refreshesAKeyInUseAheadOfItsExpiry() {
        ask("k");
        source.rows.put("k", "two");
        time.pass(Duration.ofSeconds(47));
        ask("k");
        assertThat(source.asked).hasSize(1);
        time.pass(Duration.ofSeconds(1));
        assertThat(ask("k"))
                .as("the one who starts the refresh gets the cached answer")
                .isEqualTo(ONE);
        assertThat(source.asked).hasSize(2);
        assertThat(ask("k")).isEqualTo(TWO);
        time.pass(Duration.ofSeconds(47));
        assertThat(ask("k")).isEqualTo(TWO);
        assertThat(source.asked).hasSize(2);
    }

    @Test
    void refreshesOnlyOnceEvenWhenTheRefreshFails() {
        ask("k");
        source.down = true;
        time.pass(Duration.ofSeconds(50));
        ask("k");
        ask("k");
        assertThat(source.asked).hasSize(2);
        assertThat(steps("k").from()).isEqualTo(Served.CACHE);
    }

    @Test
    void answersFromAnExpiredEntryOnlyWhileTheSourceIsUnavailable() {
        ask("k");
        time.pass(Duration.ofHours(1));
        source.down = true;
        assertThat(ask("k")).isEqualTo(ONE);
        source.down = false;
        source.rows.remove("k");
        assertThat(ask("k")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void doesNotAnswerFromAnExpiredEntryBeforeTheSourceWasAsked() {
        ask("k");
        time.pass(Duration.ofHours(1));
        source.hold = true;
        source.down = true;
        var answer = cache.lookup("k", new Trail());
        assertThat(answer).isNotCompleted();
        source.letGo();
        assertThat(answer).isCompletedWithValue(ONE);
    }

    @Test
    void stopsServingStaleFoundAfterItsTime() {
        ask("k");
        source.down = true;
        time.pass(CacheConfig.DEFAULT.ttl().plus(CacheConfig.DEFAULT.stale()).minus(MILLI));
        assertThat(ask("k")).isEqualTo(ONE);
        time.pass(MILLI);
        assertThat(ask("k")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void stopsServingStaleNotFoundAfterItsShorterTime() {
        ask("none");
        source.down = true;
        time.pass(CacheConfig.DEFAULT
                .negativeTtl()
                .plus(CacheConfig.DEFAULT.negativeStale())
                .minus(MILLI));
        assertThat(ask("none")).isEqualTo(Answer.NOT_FOUND);
        time.pass(MILLI);
        assertThat(ask("none")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void saysWhereEachAnswerCameFromAndHowOldItIs() {
        assertThat(steps("k")).isEqualTo(new Steps.Step("alias", "k", ONE, Served.SOURCE, Duration.ZERO));
        time.pass(Duration.ofSeconds(5));
        assertThat(steps("k")).isEqualTo(new Steps.Step("alias", "k", ONE, Served.CACHE, Duration.ofSeconds(5)));
        source.down = true;
        time.pass(Duration.ofSeconds(100));
        assertThat(steps("k")).isEqualTo(new Steps.Step("alias", "k", ONE, Served.STALE, Duration.ofSeconds(105)));
    }

    @Test
    void asksEveryTimeWithoutATimeToLiveAndStillServesStale() {
        var config = new CacheConfig(10, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
        CachedTable always = new CachedTable(source, config, time);
        always.lookup("k", new Trail()).join();
        always.lookup("k", new Trail()).join();
        assertThat(source.asked).hasSize(2);
        source.down = true;
        assertThat(always.lookup("k", new Trail()).join()).isEqualTo(ONE);
        source.down = false;
        always.lookup("none", new Trail()).join();
        source.down = true;
        assertThat(always.lookup("none", new Trail()).join()).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void doesNotRememberWhatAnInnerCacheServedStale() {
        source.stale = true;
        Steps trail = new Steps();
        cache.lookup("k", trail).join();
        assertThat(trail.served()).isEqualTo(Served.STALE);
        ask("k");
        assertThat(source.asked).hasSize(2);
    }

    @Test
    void turnsAnExceptionOfTheInnerTableIntoUnavailableAndGoesOn() {
        Table broken = new Table() {
            private int questions;

            @Override
            public String name() {
                return "broken";
            }

            @Override
            public CompletableFuture<Answer> lookup(String key, Trail trail) {
                questions++;
                if (questions == 1) {
                    throw new IllegalStateException("thrown");
                }
                return questions == 2
                        ? CompletableFuture.failedFuture(new IllegalStateException("failed"))
                        : CompletableFuture.completedFuture(ONE);
            }

            @Override
            public Keys keys() {
                return new Keys.Unlistable("none");
            }
        };
        CachedTable table = new CachedTable(broken, CacheConfig.DEFAULT, time);
        assertThat(table.lookup("k", new Trail()).join()).isInstanceOf(Answer.Unavailable.class);
        assertThat(table.lookup("k", new Trail()).join()).isInstanceOf(Answer.Unavailable.class);
        assertThat(table.lookup("k", new Trail()).join()).isEqualTo(ONE);
    }

    @Test
    void doesNotRememberTheAnswerToAQuestionThatWasUnderWayWhenItsKeyWasInvalidated() {
        source.hold = true;
        var old = cache.lookup("k", new Trail());
        cache.invalidate("k");
        source.rows.put("k", "two");
        var fresh = cache.lookup("k", new Trail());
        assertThat(source.asked)
                .as("the invalidation opens a question of its own")
                .hasSize(2);
        source.letGo();
        assertThat(old).isCompletedWithValue(ONE);
        assertThat(fresh).isCompletedWithValue(TWO);
        source.hold = false;
        assertThat(ask("k")).isEqualTo(TWO);
        assertThat(source.asked).hasSize(2);
    }

    @Test
    void forgetsAllKeysOrTheKeysThatATestPicks() {
        source.with("a@x", "1").with("b@y", "2");
        ask("a@x");
        ask("b@y");
        cache.invalidateIf(key -> key.endsWith("@x"));
        assertThat(cache.size()).isEqualTo(1);
        cache.invalidateAll();
        assertThat(cache.size()).isZero();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void doesNotServeStaleWhatWasInvalidated() {
        ask("k");
        time.pass(Duration.ofHours(1));
        source.down = true;
        cache.invalidate("k");
        assertThat(ask("k")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void keepsNoMoreThanItsBoundAndCountsWhatItDropped() {
        var config = new CacheConfig(
                100, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(1));
        CachedTable small = new CachedTable(source, config, time);
        for (int i = 0; i < 1000; i++) {
            small.lookup("key" + i, new Trail()).join();
        }
        assertThat(small.size()).isEqualTo(100);
        assertThat(small.evictions()).isEqualTo(900);
        assertThat(small.bytes()).isEqualTo(100 * CacheEntry.bytes("key123", Answer.NOT_FOUND));
    }

    @Test
    void removesWhatCannotServeAnyMore() {
        ask("k");
        ask("none");
        time.pass(Duration.ofHours(2));
        ask("other");
        assertThat(cache.size()).as("the old \"not found\" is gone").isEqualTo(2);
        time.pass(Duration.ofHours(25));
        ask("another");
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(CacheEntry.bytes("another", Answer.NOT_FOUND));
    }

    @Test
    void listsTheKeysOfTheInnerTable() {
        assertThat(cache.keys()).isEqualTo(source.keys());
        assertThat(cache.name()).isEqualTo("alias");
    }
}
