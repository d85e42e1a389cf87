package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.Table;
import java.util.List;

/** What is asked of one fact; {@link Conditions#of(String, FactTest)} makes a condition of it. */
public sealed interface FactTest {

    /**
     * Whether there is any value. The client whose address or name Postfix gives as {@code unknown} has none.
     *
     * @param wanted true: there must be one; false: there must be none
     */
    record Present(boolean wanted) implements FactTest {}

    /**
     * One of these values; see {@link Conditions} for how each fact is compared.
     *
     * @param values at least one
     */
    record OneOf(List<String> values) implements FactTest {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /**
     * A map knows the value, whatever it says of it.
     *
     * @param map with its own search: extensions, domains, parents, networks
     */
    record InMap(Table map) implements FactTest {}
}
