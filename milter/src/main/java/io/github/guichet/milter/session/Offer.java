package io.github.guichet.milter.session;

import java.util.Set;

/**
 * What an MTA offers.
 *
 * @param version of the protocol, 2 to 6; one above is told as 6
 * @param changes what a filter may change
 * @param chooseMacros whether it may ask for other macros than the usual ones
 * @param leadingSpace whether values of fields can come with the white space behind their colon
 */
public record Offer(int version, Set<ChangeKind> changes, boolean chooseMacros, boolean leadingSpace) {

    /** Keeps a copy. */
    public Offer {
        changes = Set.copyOf(changes);
    }
}
