package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.CaseFold;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A list of whole values. Case does not matter. */
final class TextValues implements Predicate<Facts> {

    private final String fact;
    private final Set<String> values = new HashSet<>();

    TextValues(String fact, List<String> values) throws ConditionException {
        this.fact = fact;
        for (String value : values) {
            if (value.isEmpty()) {
                throw new ConditionException("an empty text is no value; for no value at all write false instead");
            }
            this.values.add(CaseFold.fold(value));
        }
    }

    @Override
    public boolean test(Facts facts) {
        return values.contains(CaseFold.fold(facts.fact(fact)));
    }
}
