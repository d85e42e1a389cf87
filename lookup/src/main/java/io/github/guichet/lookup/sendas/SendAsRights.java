package io.github.guichet.lookup.sendas;

import java.util.List;

/** What a login may send as. */
public sealed interface SendAsRights {

    /**
     * One address or pattern.
     *
     * @param address an address; {@code @domain} for all of a domain; {@code *} for anything
     * @param right why
     * @param via what gives the right
     * @param extension whether it may also send as this address with an extension
     */
    record Right(String address, SendAsRight right, String via, boolean extension) {}

    /**
     * These.
     *
     * @param rights in the order of the rules
     * @param unlisted maps that give rights but cannot tell all their keys, with the reason
     */
    record Known(List<Right> rights, List<String> unlisted) implements SendAsRights {
        public Known {
            rights = List.copyOf(rights);
            unlisted = List.copyOf(unlisted);
        }
    }

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements SendAsRights {}
}
