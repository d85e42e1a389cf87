package io.github.guichet.lookup.condition;

import java.util.concurrent.CompletableFuture;

/** Whether a rule applies. Safe for use by many threads; futures never complete exceptionally. */
@FunctionalInterface
public interface Condition {

    /** Says whether it holds; complete already unless a map has to be asked. */
    CompletableFuture<Match> matches(Facts facts);
}
