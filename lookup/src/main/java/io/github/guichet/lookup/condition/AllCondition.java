package io.github.guichet.lookup.condition;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Holds when all of its conditions do. Those that ask nobody are looked at first. One that does not hold decides, even if
 * another could not be answered: a source that is down must not bring a rule to mail that the rule is not about.
 */
final class AllCondition implements Condition {

    private final DirectCondition[] direct;
    private final Condition[] asked;

    AllCondition(List<Condition> conditions) {
        direct = conditions.stream().filter(DirectCondition.class::isInstance).toArray(DirectCondition[]::new);
        asked = conditions.stream().filter(c -> !(c instanceof DirectCondition)).toArray(Condition[]::new);
    }

    @Override
    public CompletableFuture<Match> matches(Facts facts) {
        for (DirectCondition condition : direct) {
            if (!condition.holds(facts)) {
                return DirectCondition.FAILS;
            }
        }
        return ask(facts, 0, Optional.empty());
    }

    private CompletableFuture<Match> ask(Facts facts, int from, Optional<CompletableFuture<Match>> before) {
        Optional<CompletableFuture<Match>> unknown = before;
        for (int i = from; i < asked.length; i++) {
            CompletableFuture<Match> match = asked[i].matches(facts);
            if (!match.isDone()) {
                int next = i + 1;
                Optional<CompletableFuture<Match>> soFar = unknown;
                return match.thenCompose(late -> late instanceof Match.No
                        ? match
                        : ask(facts, next, late instanceof Match.Unavailable ? Optional.of(match) : soFar));
            }
            Match now = match.join();
            if (now instanceof Match.No) {
                return match;
            }
            if (now instanceof Match.Unavailable) {
                unknown = Optional.of(match);
            }
        }
        return unknown.orElse(DirectCondition.HOLDS);
    }
}
