package io.github.guichet.lookup.condition;

import java.util.concurrent.CompletableFuture;

/** Holds when another condition that asks a map does not. What nobody knows stays unknown. */
record NotCondition(Condition condition) implements Condition {

    @Override
    public CompletableFuture<Match> matches(Facts facts) {
        CompletableFuture<Match> match = condition.matches(facts);
        return match.isDone() ? turned(match, match.join()) : match.thenCompose(late -> turned(match, late));
    }

    private static CompletableFuture<Match> turned(CompletableFuture<Match> future, Match match) {
        if (match instanceof Match.Unavailable) {
            return future;
        }
        return match instanceof Match.Yes ? DirectCondition.FAILS : DirectCondition.HOLDS;
    }
}
