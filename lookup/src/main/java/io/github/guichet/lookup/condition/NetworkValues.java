package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A list of networks. A client whose address is {@code unknown} lies in none. */
final class NetworkValues implements Predicate<Facts> {

    private final String fact;
    private final List<Network> networks = new ArrayList<>();

    NetworkValues(String fact, List<String> values) throws ConditionException {
        this.fact = fact;
        for (String value : values) {
            networks.add(Network.parse(value)
                    .orElseThrow(() -> new ConditionException("\"" + Shown.of(value)
                            + "\" is no network; allowed: 192.0.2.0/24, 192.0.2.1, 2001:db8::/32, 2001:db8::1")));
        }
    }

    @Override
    public boolean test(Facts facts) {
        String address = facts.fact(fact);
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
