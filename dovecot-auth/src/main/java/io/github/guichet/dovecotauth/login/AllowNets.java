package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Network;
import io.github.guichet.lookup.account.AccountRecord;
import java.util.Optional;

/**
 * The fields {@code allow_nets} and {@code allow_real_nets}: from where an account may log in.
 *
 * <pre>
 * allow_nets = 192.0.2.0/24,2001:db8::/32 198.51.100.7, local
 * </pre>
 *
 * <p>Networks are separated by commas or spaces; {@code local} is a client without an address. As in Dovecot, what cannot be
 * read allows nobody.
 */
final class AllowNets {

    private AllowNets() {}

    /** Whether the record lets this client in. */
    static boolean allow(AccountRecord record, LoginRequest request) {
        return allows(record.field("allow_nets"), request.fact("rip"))
                && allows(record.field("allow_real_nets"), realIp(request));
    }

    /** Where the connection came from: the proxy if there is one, else the client. */
    static String realIp(LoginRequest request) {
        return request.facts().containsKey("real_rip") ? request.fact("real_rip") : request.fact("rip");
    }

    private static boolean allows(Optional<String> networks, String address) {
        if (networks.isEmpty()) {
            return true;
        }
        for (String network : networks.get().split("[, ]+", -1)) {
            boolean inside = network.equals("local")
                    ? address.isEmpty()
                    : Network.parse(network).filter(n -> n.contains(address)).isPresent();
            if (inside) {
                return true;
            }
        }
        return false;
    }
}
