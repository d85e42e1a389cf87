package io.github.guichet.lookup.alias;

import java.util.List;

/** Where an address leads. */
public sealed interface Expansion {

    /**
     * The ends and the way.
     *
     * @param finals each address once, in the order found; an address that is no alias leads to itself
     * @param passed each alias on the way once, the first one first; empty for an address that is no alias
     */
    record Expanded(List<String> finals, List<String> passed) implements Expansion {
        public Expanded {
            finals = List.copyOf(finals);
            passed = List.copyOf(passed);
        }
    }

    /**
     * It leads to more addresses, or deeper, than Postfix's virtual_alias_expansion_limit and virtual_alias_recursion_limit allow.
     *
     * @param reason for the log
     */
    record TooMany(String reason) implements Expansion {}

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements Expansion {}
}
