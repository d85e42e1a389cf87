package io.github.guichet.policyd.accounting;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.PolicyRequest;
import java.util.concurrent.CompletableFuture;

/**
 * A desk that keeps account of what another decides.
 *
 * @param desk decides
 * @param accounting hears of it
 */
public record AccountingDesk(PolicyDesk desk, LoginAccounting accounting) implements PolicyDesk {

    @Override
    public CompletableFuture<Action> decide(PolicyRequest request) {
        CompletableFuture<Action> action = desk.decide(request);
        if (action.isDone()) {
            accounting.answered(request, action.join());
            return action;
        }
        // What waits for the returned future runs after this: the request is not filled again before.
        return action.thenApply(late -> {
            accounting.answered(request, late);
            return late;
        });
    }
}
