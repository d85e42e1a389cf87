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
     * @param request must not be used any more once the future is complete
     * @return complete already unless a source has to be asked; never completes exceptionally (if it does, that is a defect, and the
     *     connection is closed without an answer)
     */
    CompletableFuture<Action> decide(PolicyRequest request);
}
