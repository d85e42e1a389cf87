package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One cache takes the place of another one: when the configuration is read again. */
class CachedTableSuccessorTest {

    private static final Answer ONE = new Answer.Found("one");
    private static final CacheConfig OTHER = new CacheConfig(
            1_000, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(1));

    private final FakeTicker time = new FakeTicker();
    private final ScriptedTable source = new ScriptedTable("alias").with("k", "one");
    private final ScriptedTable other = new ScriptedTable("alias").with("k", "one");
    private final CachedTable old = new CachedTable(source, CacheConfig.DEFAULT, time);

    private static Answer ask(CachedTable table, String key) {
        return table.lookup(key, new Trail()).join();
    }

    @Test
    void goesOnWithWhatIsCached() {
        assertThat(ask(old, "k")).isEqualTo(ONE);
        CachedTable next = old.successor(other, CacheConfig.DEFAULT);
        next.succeed();
        old.release();
        assertThat(ask(next, "k")).isEqualTo(ONE);
        assertThat(other.asked).isEmpty();
        assertThat(next.size()).isOne();
    }

    @Test
    void takesWhatIsCachedToOtherSettingsWithItsAge() {
        assertThat(ask(old, "k")).isEqualTo(ONE);
        assertThat(ask(old, "none")).isEqualTo(Answer.NOT_FOUND);
        time.pass(Duration.ofSeconds(4));
        CachedTable next = old.successor(other, OTHER);
        next.succeed();
        old.release();
        assertThat(ask(next, "k")).isEqualTo(ONE);
        assertThat(other.asked).isEmpty();
        other.hold = true;
        time.pass(Duration.ofSeconds(1));
        assertThat(next.lookup("none", new Trail())).isNotCompleted();
        assertThat(next.lookup("k", new Trail())).isCompletedWithValue(ONE);
    }

    @Test
    void servesWhatIsCachedWhileTheNewSourceIsDown() {
        assertThat(ask(old, "k")).isEqualTo(ONE);
        CachedTable next = old.successor(other, OTHER);
        next.succeed();
        old.release();
        other.down = true;
        time.pass(OTHER.ttl().plusSeconds(1));
        assertThat(ask(next, "k")).isEqualTo(ONE);
        assertThat(other.asked).containsExactly("k");
    }

    @Test
    void doesNotLearnWhatItsPredecessorHearsLate() {
        source.hold = true;
        var late = old.lookup("k", new Trail());
        CachedTable next = old.successor(other, CacheConfig.DEFAULT);
        next.succeed();
        // It is forgotten now; the question that is under way may have been asked before the row was changed.
        next.invalidate("k");
        source.letGo();
        assertThat(late).isCompletedWithValue(ONE);
        assertThat(next.size()).isZero();
    }

    @Test
    void leavesItsPredecessorAsItWasWhenItIsGivenUp() {
        assertThat(ask(old, "k")).isEqualTo(ONE);
        old.successor(other, CacheConfig.DEFAULT).release();
        old.successor(other, OTHER).release();
        assertThat(ask(old, "k")).isEqualTo(ONE);
        assertThat(source.asked).hasSize(1);
        assertThat(ask(old, "new")).isEqualTo(Answer.NOT_FOUND);
        assertThat(old.size()).isEqualTo(2);
    }

    @Test
    void givesMemoryBackAfterTheLast() {
        CacheMemory memory = new CacheMemory(Long.MAX_VALUE);
        CachedTable first = new CachedTable(source, CacheConfig.DEFAULT, memory);
        assertThat(ask(first, "k")).isEqualTo(ONE);
        CachedTable next = first.successor(other, CacheConfig.DEFAULT);
        next.succeed();
        first.release();
        assertThat(next.bytes()).isPositive();
        next.release();
        assertThat(next.bytes()).isZero();
        assertThat(next.size()).isZero();
    }
}
