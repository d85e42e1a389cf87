package io.github.guichet.lookup.counter;

import io.github.guichet.lookup.Network;
import java.util.Optional;

/**
 * How much of a client's address counts: whoever has one IPv6 address has 2^64 of them.
 *
 * @param v4 bits of an IPv4 address, 0 to 32
 * @param v6 bits of an IPv6 address, 0 to 128
 */
public record ClientPrefix(int v4, int v6) {

    /** Refuses what is out of range with an {@link IllegalArgumentException}. */
    public ClientPrefix {
        if (v4 < 0 || v4 > 32 || v6 < 0 || v6 > 128) {
            throw new IllegalArgumentException("a prefix has 0 to 32 bits of IPv4, 0 to 128 of IPv6");
        }
    }

    /**
     * The network of a client.
     *
     * @param address as in {@code client_address}
     * @return {@code 192.0.2.0/24}, or the address alone if all its bits count; empty if it is no address ({@code unknown})
     */
    public Optional<String> subject(String address) {
        return Network.around(address, v4, v6).map(ClientPrefix::text);
    }

    private static String text(Network network) {
        String text = network.toString();
        boolean whole = network.bits() == network.address().length() * 4;
        return whole ? text.substring(0, text.lastIndexOf('/')) : text;
    }
}
