package io.github.guichet.policyd.check;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Verdict;
import java.util.concurrent.CompletableFuture;

/** The check of a rule that has none: it always decides, and the rule's own {@code action} says what. */
public final class AlwaysCheck implements Check {

    private static final CompletableFuture<Verdict> DECIDED =
            CompletableFuture.completedFuture(new Verdict.Decide(Action.DUNNO, "the conditions hold"));

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        return DECIDED;
    }
}
