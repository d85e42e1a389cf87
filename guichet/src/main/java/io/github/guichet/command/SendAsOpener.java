package io.github.guichet.command;

import io.github.guichet.lookup.FirstOfTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsConfig;
import io.github.guichet.lookup.sendas.SendAsRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes the one object that knows who may send as whom. */
final class SendAsOpener {

    private final AddressConfig address;
    private final Optional<Accounts> accounts;

    SendAsOpener(AddressConfig address, Optional<Accounts> accounts) {
        this.address = address;
        this.accounts = accounts;
    }

    /**
     * Makes it.
     *
     * @param maps opens a map
     */
    SendAs open(SendAsSection section, Function<String, OpenMap> maps) {
        List<Table> logins = exact(section.logins(), maps);
        return new SendAsRules(new SendAsConfig(
                address,
                exact(section.maps(), maps),
                exact(section.groups(), maps),
                exact(section.aliases(), maps),
                section.aliasDomains().map(name -> maps.apply(name).exact()),
                section.anyAddress(),
                exact(section.anyAddressMaps(), maps),
                logins.isEmpty() ? accounts.flatMap(LoginsTable::of) : Optional.of(new FirstOfTable("logins", logins)),
                section.switches(),
                section.byDomain()));
    }

    private static List<Table> exact(List<String> names, Function<String, OpenMap> maps) {
        return names.stream().map(name -> maps.apply(name).exact()).toList();
    }
}
