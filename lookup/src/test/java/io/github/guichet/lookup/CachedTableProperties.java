package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any sequence of questions, changes of the source, outages, invalidations and passing time: each answer must be one that the
 * rules of the cache allow. The model keeps the history of the source instead of a cache.
 */
class CachedTableProperties {

    private static final CacheConfig CONFIG = new CacheConfig(
            1000, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofSeconds(30));

    /** No question is under way for longer, in milliseconds: an answer was true when it was asked, and lands later. */
    private static final long UNDER_WAY = 100;

    /** What happens next. */
    sealed interface Event {}

    record Ask(String key) implements Event {}

    record Put(String key, String value) implements Event {}

    record Remove(String key) implements Event {}

    record Down(boolean down) implements Event {}

    record Hold(boolean hold) implements Event {}

    record LetOneGo() implements Event {}

    record Pass(int seconds) implements Event {}

    record Invalidate(String key) implements Event {}

    record InvalidateAll() implements Event {}

    @Provide
    Arbitrary<List<Event>> events() {
        // Mostly one key, so that much happens to it.
        Arbitrary<String> keys = Arbitraries.of("a", "a", "a", "a", "b", "c");
        Arbitrary<Event> put =
                Combinators.combine(keys, Arbitraries.of("1", "2", "3")).as(Put::new);
        return Arbitraries.<Event>frequencyOf(
                        Tuple.of(10, keys.map(Ask::new)),
                        Tuple.of(5, put),
                        Tuple.of(1, keys.map(Remove::new)),
                        Tuple.of(2, Arbitraries.of(true, false).map(Down::new)),
                        Tuple.of(2, Arbitraries.of(true, false).map(Hold::new)),
                        Tuple.of(4, Arbitraries.create(LetOneGo::new)),
                        Tuple.of(2, Arbitraries.of(1, 5, 9, 30, 50, 100, 400).map(Pass::new)),
                        Tuple.of(3, keys.map(Invalidate::new)),
                        Tuple.of(1, Arbitraries.create(InvalidateAll::new)))
                .list()
                .ofMaxSize(80);
    }

    /** One state of a key at the source, from a moment on. */
    private record State(long from, Answer answer) {}

    private static final class World {
        final FakeTicker time = new FakeTicker();
        final ScriptedTable source = new ScriptedTable("map");
        final CachedTable cache = new CachedTable(source, CONFIG, time);
        final Map<String, List<State>> history = new HashMap<>();
        final Map<String, Long> invalidated = new HashMap<>();
        final List<CompletableFuture<Answer>> open = new ArrayList<>();
        long now;

        void changed(String key) {
            boolean down = source.down;
            source.down = false;
            history.computeIfAbsent(key, k -> new ArrayList<>()).add(new State(now, source.answer(key)));
            source.down = down;
        }

        /** What the source said of a key at any time since then. */
        Set<Answer> saidSince(String key, long since) {
            Set<Answer> said = new HashSet<>();
            List<State> states = history.getOrDefault(key, List.of(new State(0, Answer.NOT_FOUND)));
            for (int i = 0; i < states.size(); i++) {
                long until = i + 1 < states.size() ? states.get(i + 1).from() : Long.MAX_VALUE;
                if (until >= since) {
                    said.add(states.get(i).answer());
                }
            }
            return said;
        }
    }

    @Property(tries = 2000)
    void answersOnlyWhatTheSourceSaidRecentlyEnough(@ForAll("events") List<Event> events) {
        World world = new World();
        List.of("a", "b", "c").forEach(world::changed);
        for (Event event : events) {
            happen(world, event);
        }
        world.source.hold = false;
        while (world.source.heldNow() > 0) {
            world.source.letOneGo();
        }
        assertThat(world.open).as("no question stays open").allMatch(CompletableFuture::isDone);
        long kept = world.cache.size();
        assertThat(kept).isLessThanOrEqualTo(3);
        assertThat(world.cache.bytes() > 0).isEqualTo(kept > 0);
        world.cache.invalidateAll();
        assertThat(world.cache.bytes())
                .as("every byte that was added was taken off again")
                .isZero();
    }

    private static void happen(World world, Event event) {
        // Every event has a moment of its own, so that the model knows what came before what.
        world.time.pass(Duration.ofMillis(1));
        world.now += 1;
        if (event instanceof Ask ask) {
            ask(world, ask.key());
        } else if (event instanceof Put put) {
            world.source.rows.put(put.key(), put.value());
            world.changed(put.key());
        } else if (event instanceof Remove remove) {
            world.source.rows.remove(remove.key());
            world.changed(remove.key());
        } else if (event instanceof Down down) {
            world.source.down = down.down();
        } else if (event instanceof Hold hold) {
            world.source.hold = hold.hold();
        } else if (event instanceof LetOneGo) {
            if (world.source.heldNow() > 0) {
                world.source.letOneGo();
            }
        } else if (event instanceof Pass pass) {
            // Questions do not outlive their deadline by much.
            world.source.letGo();
            world.time.pass(Duration.ofSeconds(pass.seconds()));
            world.now += pass.seconds() * 1000L;
        } else if (event instanceof Invalidate invalidate) {
            world.cache.invalidate(invalidate.key());
            world.invalidated.put(invalidate.key(), world.now);
        } else {
            world.cache.invalidateAll();
            List.of("a", "b", "c").forEach(key -> world.invalidated.put(key, world.now));
        }
    }

    private static void ask(World world, String key) {
        Steps trail = new Steps();
        int before = world.source.asked.size();
        CompletableFuture<Answer> future = world.cache.lookup(key, trail);
        world.open.add(future);
        if (!future.isDone()) {
            return;
        }
        Answer answer = future.join();
        boolean asked = world.source.asked.size() > before;
        long invalidated = world.invalidated.getOrDefault(key, Long.MIN_VALUE);
        Served served = trail.served();
        if (answer instanceof Answer.Unavailable) {
            assertThat(world.source.down).as("unavailable without an outage").isTrue();
            return;
        }
        boolean found = answer instanceof Answer.Found;
        long ttl = (found ? CONFIG.ttl() : CONFIG.negativeTtl()).toMillis();
        long stale = (found ? CONFIG.stale() : CONFIG.negativeStale()).toMillis();
        long oldest = switch (served) {
            case SOURCE -> world.now;
            case CACHE -> world.now - ttl - UNDER_WAY;
            case STALE -> world.now - ttl - stale - UNDER_WAY;
        };
        assertThat(world.saidSince(key, Math.max(oldest, invalidated)))
                .as("%s at %d, served from %s", key, world.now, served)
                .contains(answer);
        if (served == Served.SOURCE) {
            assertThat(asked).isTrue();
        }
        if (served == Served.STALE) {
            assertThat(asked && world.source.down).as("stale without an outage").isTrue();
        }
    }
}
