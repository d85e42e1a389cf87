package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Logins that may send as anything, or as anything in some domains. A value of a map limits a login if it names addresses
 * ({@code boss@example.org}), domains ({@code example.org}, {@code @example.org}) or the parents of domains ({@code .example.org}),
 * which it does as soon as there is an {@code @} or a dot in it; any other value, such as {@code 1}, {@code yes} or {@code *}, does not.
 */
final class AnyAddress {

    private final AddressConfig config;
    private final List<String> logins;
    private final List<Table> maps;

    AnyAddress(List<String> logins, List<Table> maps, AddressConfig config) {
        this.config = config;
        this.logins = logins;
        this.maps = maps.stream()
                .map(map -> (Table) new SearchedTable(map, KeyRules.wholeName(config)))
                .toList();
    }

    /** Those that the configuration names. */
    List<String> logins() {
        return logins;
    }

    /** The maps, searched. */
    List<Table> maps() {
        return maps;
    }

    /** Whether the configuration names a login. */
    boolean names(Login login) {
        for (String one : logins) {
            if (login.isIn(one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a map has an entry for a login that covers an address. Tells the finding what could not be asked. */
    CompletableFuture<Boolean> mapped(Login login, MailAddress address, Finding finding, Trail trail) {
        return from(0, login, address, finding, trail);
    }

    private CompletableFuture<Boolean> from(int map, Login login, MailAddress address, Finding finding, Trail trail) {
        if (map == maps.size()) {
            return Walked.ON;
        }
        Table table = maps.get(map);
        return Walked.then(
                table.lookup(login.text(), trail).thenCompose(answer -> {
                    if (answer instanceof Answer.Unavailable unavailable) {
                        finding.unavailable(unavailable.reason());
                    }
                    return Walked.of(answer instanceof Answer.Found found
                            && covers(found.value(), address)
                            && finding.listed(login.text(), SendAsRight.ANY_ADDRESS, table.name()));
                }),
                () -> from(map + 1, login, address, finding, trail));
    }

    /** What a value limits a login to; empty if it does not. */
    static List<String> limits(String value) {
        return value.indexOf('@') < 0 && value.indexOf('.') < 0 ? List.of() : Login.list(value);
    }

    private boolean covers(String value, MailAddress address) {
        List<String> limits = limits(value);
        if (limits.isEmpty()) {
            return true;
        }
        String domain = MailAddress.domainIdentity(address.domain());
        return limits.stream().anyMatch(limit -> {
            int at = limit.lastIndexOf('@');
            if (at > 0) {
                return MailAddress.of(limit).identity(config).equals(address.identity(config));
            }
            return limit.startsWith(".")
                    ? domain.endsWith("." + MailAddress.domainIdentity(limit.substring(1)))
                    : address.hasDomain() && domain.equals(MailAddress.domainIdentity(limit.substring(at + 1)));
        });
    }
}
