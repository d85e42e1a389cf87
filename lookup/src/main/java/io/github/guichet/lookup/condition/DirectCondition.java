package io.github.guichet.lookup.condition;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A condition that asks nobody. */
record DirectCondition(Predicate<Facts> test) implements Condition {

    /** {@link Match#YES}, complete. */
    static final CompletableFuture<Match> HOLDS = CompletableFuture.completedFuture(Match.YES);

    /** {@link Match#NO}, complete. */
    static final CompletableFuture<Match> FAILS = CompletableFuture.completedFuture(Match.NO);

    boolean holds(Facts facts) {
        return test.test(facts);
    }

    @Override
    public CompletableFuture<Match> matches(Facts facts) {
        return holds(facts) ? HOLDS : FAILS;
    }
}
