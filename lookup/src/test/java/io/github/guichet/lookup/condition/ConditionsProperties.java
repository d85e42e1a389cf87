package io.github.guichet.lookup.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** {@code when} and {@code unless} against a model: the least of three values, where no is less than unknown and unknown less than yes. */
class ConditionsProperties {

    /** What a condition will say, and when. */
    enum Says {
        NO(0, false),
        YES(2, false),
        UNKNOWN(1, false),
        NO_LATER(0, true),
        YES_LATER(2, true),
        UNKNOWN_LATER(1, true);

        private final int rank;
        private final boolean later;

        Says(int rank, boolean later) {
            this.rank = rank;
            this.later = later;
        }

        int rank(boolean turned) {
            return turned ? 2 - rank : rank;
        }
    }

    private static Match match(int rank) {
        return rank == 0 ? Match.NO : rank == 2 ? Match.YES : new Match.Unavailable("down");
    }

    private final List<Runnable> held = new ArrayList<>();

    private Condition condition(Says says) {
        if (!says.later) {
            return says == Says.YES || says == Says.NO
                    ? new DirectCondition(facts -> says == Says.YES)
                    : facts -> CompletableFuture.completedFuture(match(says.rank));
        }
        return facts -> {
            CompletableFuture<Match> open = new CompletableFuture<>();
            held.add(() -> open.complete(match(says.rank)));
            return open;
        };
    }

    @Property
    void saysTheLeastOfAll(@ForAll @Size(max = 6) List<Says> when, @ForAll @Size(max = 6) List<Says> unless) {
        held.clear();
        Condition condition = Conditions.of(
                when.stream().map(this::condition).toList(),
                unless.stream().map(this::condition).toList());

        CompletableFuture<Match> match = condition.matches(name -> "");
        while (!held.isEmpty()) {
            held.remove(0).run();
        }

        int expected = Math.min(
                when.stream().mapToInt(says -> says.rank(false)).min().orElse(2),
                unless.stream().mapToInt(says -> says.rank(true)).min().orElse(2));
        assertThat(match).isCompletedWithValue(match(expected));
    }

    @Property
    void manyConditionsThatAllWaitNeedNoDeepStack(@ForAll boolean yes) {
        held.clear();
        List<Condition> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(facts -> CompletableFuture.completedFuture(yes ? Match.YES : new Match.Unavailable("down")));
        }
        assertThat(Conditions.allOf(many).matches(name -> "").join())
                .isEqualTo(yes ? Match.YES : new Match.Unavailable("down"));
    }
}
