package io.github.guichet.policyd.rule;

import java.util.concurrent.CompletableFuture;

/**
 * Where every request is decided. Safe for use by many threads.
 */
@FunctionalInterface
public interface PolicyDesk {

    /**
     * Decides.
     *
     * @return complete already unless a source has to be asked; never completes exceptionally
     */
    CompletableFuture<Action> decide(PolicyRequest request);
}
