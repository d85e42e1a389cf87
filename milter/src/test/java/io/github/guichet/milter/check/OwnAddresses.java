package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsConfig;
import io.github.guichet.lookup.sendas.SendAsRules;
import io.github.guichet.lookup.sendas.SendAsSwitches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The real rights, where each login has its own address with any extension and nothing else, and {@code example.org} is local. */
final class OwnAddresses {

    private OwnAddresses() {}

    static SendAs only() {
        return new SendAsRules(new SendAsConfig(
                AddressConfig.DEFAULTS.withLocalDomains(Set.of("example.org")),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                SendAsSwitches.ALL,
                Map.of()));
    }
}
