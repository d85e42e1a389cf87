package io.github.guichet.command;

import java.util.List;

/**
 * What a rule asks of one attribute of a request.
 *
 * @param fact the attribute's name on the wire
 * @param wanted what is asked of its value
 */
public record ConditionConfig(String fact, Wanted wanted) {

    /** What is asked of a value. */
    public sealed interface Wanted {

        /**
         * Whether there is any.
         *
         * @param there whether there must be one, or must be none
         */
        record Present(boolean there) implements Wanted {}

        /**
         * One of these.
         *
         * @param values as written
         */
        record OneOf(List<String> values) implements Wanted {
            public OneOf {
                values = List.copyOf(values);
            }
        }

        /**
         * That a map knows it.
         *
         * @param map its name
         */
        record InMap(String map) implements Wanted {}
    }
}
