package io.github.guichet.lookup.sendas;

import java.util.Locale;

/** Why a login may send as an address. */
public enum SendAsRight {
    /** The login is the address. */
    OWN_ADDRESS,
    /** The address with an extension of an address that the login may use. */
    EXTENSION,
    /** A map of {@code maps} gives the address to the login. */
    MAP,
    /** The map gives it to a group or list that the login belongs to. */
    GROUP,
    /** The address is an alias that leads to the login and to nobody else. */
    ALIAS,
    /** The same address in the domain that this alias domain stands for. */
    ALIAS_DOMAIN,
    /** A map gives the whole domain to the login. */
    CATCH_ALL,
    /** The login may send as anything. */
    ANY_ADDRESS;

    /** In words, for people: {@code own-address}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
