package io.github.guichet.policyd.rule;

import java.util.concurrent.CompletableFuture;

/** What a rule looks at. Safe for use by many threads; futures never complete exceptionally. */
@FunctionalInterface
public interface Check {

    /**
     * Looks at one request.
     *
     * @param mode so that a check that must not do anything while it is only observed can leave it
     * @return complete already unless a source has to be asked
     */
    CompletableFuture<Verdict> check(PolicyRequest request, Mode mode);
}
