package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import java.util.concurrent.CompletableFuture;

/**
 * Holds when a map knows the value of a fact. The null sender is asked as {@code <>}, as smtpd_null_access_lookup_key has it, other
 * senders and recipients as the address that Postfix will make of them; a fact without value is asked of nobody.
 */
record MapCondition(String fact, FactKind kind, Table map, AddressConfig addresses) implements Condition {

    @Override
    public CompletableFuture<Match> matches(Facts facts) {
        String key = key(facts);
        if (!KeyCheck.canExist(key)) {
            return DirectCondition.FAILS;
        }
        CompletableFuture<Answer> answer = map.lookup(key, new Trail());
        return answer.isDone() ? match(answer.join()) : answer.thenCompose(MapCondition::match);
    }

    private String key(Facts facts) {
        String value = facts.fact(fact);
        if (value.isEmpty()) {
            return fact.equals("sender") && NullSender.isSent(facts) ? NullSender.KEY : "";
        }
        if (FactKind.isOfEnvelope(fact) && KeyCheck.canExist(value)) {
            return EnvelopeAddress.of(value, addresses).external();
        }
        return kind == FactKind.NETWORK && value.equals("unknown") ? "" : value;
    }

    private static CompletableFuture<Match> match(Answer answer) {
        if (answer instanceof Answer.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Match.Unavailable(unavailable.reason()));
        }
        return answer instanceof Answer.Found ? DirectCondition.HOLDS : DirectCondition.FAILS;
    }
}
