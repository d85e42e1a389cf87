package io.github.guichet.lookup.sendas;

import java.util.List;

/** Who may send as an address. */
public sealed interface Owners {

    /**
     * One login that may.
     *
     * @param login as the map or rule names it
     * @param right why
     * @param via what gives the right: a map, group or alias
     */
    record Owner(String login, SendAsRight right, String via) {}

    /**
     * These, and nobody else.
     *
     * @param owners each login once, in the order in which the rules found them; may be empty
     * @param owned whether somebody has a right to just this address, or a map has an entry for it that names nobody. Those who may send
     *     as anything own nothing
     */
    record Known(List<Owner> owners, boolean owned) implements Owners {
        public Known {
            owners = List.copyOf(owners);
        }
    }

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements Owners {}
}
