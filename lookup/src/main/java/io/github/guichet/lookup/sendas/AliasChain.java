package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.FirstOfTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.alias.AliasMaps;
import io.github.guichet.lookup.alias.Expansion;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.AddressList;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Where everything goes that is sent to an address: each single address on the way, and if the way parts, the one that all ways meet
 * in again. So an alias of somebody who has her own mail forwarded is still hers; a list of two is nobody's.
 */
final class AliasChain {

    /** Called with each; says whether to stop. */
    interface Target {
        CompletableFuture<Boolean> at(MailAddress target, boolean catchAll, String map);
    }

    private static final int LONGEST = 1000; // as virtual_alias_recursion_limit

    private final AddressConfig config;
    private final KeyByKey search;
    private final AliasExpansion expansion;

    AliasChain(List<Table> maps, AddressConfig config) {
        this.config = config;
        List<Table> one = maps.size() < 2 ? maps : List.of(new FirstOfTable("aliases", maps));
        this.search = new KeyByKey(one, KeyRules.virtualAliases(config));
        this.expansion =
                new AliasMaps(one.stream().map(map -> searched(map, config)).toList());
    }

    private static Table searched(Table map, AddressConfig config) {
        return new SearchedTable(map, KeyRules.virtualAliases(config));
    }

    /**
     * Follows an address.
     *
     * @param catchAll whether entries for whole domains that lead to somebody count; one that leads to another domain always does
     */
    CompletableFuture<Boolean> follow(
            MailAddress address, boolean catchAll, Target target, Finding finding, Trail trail) {
        return new Walk(address, catchAll, target, finding, trail).next();
    }

    private final class Walk {
        private final boolean catchAll;
        private final Target target;
        private final Finding finding;
        private final Trail trail;
        private final Set<String> met = new HashSet<>(4);
        private MailAddress current;
        private boolean throughCatchAll;

        Walk(MailAddress address, boolean catchAll, Target target, Finding finding, Trail trail) {
            this.catchAll = catchAll;
            this.target = target;
            this.finding = finding;
            this.trail = trail;
            this.current = address;
        }

        CompletableFuture<Boolean> next() {
            if (met.size() >= LONGEST || !met.add(current.identity(config))) {
                return Walked.ON;
            }
            CompletableFuture<KeyByKey.Hit> hit = search.find(current.external(), true, trail);
            return hit.thenCompose(this::take);
        }

        private CompletableFuture<Boolean> take(KeyByKey.Hit hit) {
            hit.unavailable().ifPresent(finding::unavailable);
            if (hit.values().isEmpty()) {
                return Walked.ON;
            }
            KeyByKey.Value value = hit.values().get(0);
            boolean sameLocalPart = value.text().startsWith("@");
            if (hit.atDomain() && !sameLocalPart) {
                throughCatchAll = true;
                if (!catchAll) {
                    return Walked.ON;
                }
            }
            if (sameLocalPart) {
                return to(current.in(value.text().substring(1)), value.map());
            }
            List<String> addresses = AddressList.split(value.text());
            return allSame(addresses)
                    ? to(MailAddress.of(addresses.get(0)), value.map())
                    : expansion.expand(current.external(), trail).thenCompose(all -> meet(all, value.map()));
        }

        private CompletableFuture<Boolean> to(MailAddress only, String map) {
            if (met.contains(only.identity(config))) {
                return Walked.ON; // it leads to itself, or round in a circle
            }
            return Walked.then(target.at(only, throughCatchAll, map), () -> {
                current = only;
                return next();
            });
        }

        private CompletableFuture<Boolean> meet(Expansion all, String map) {
            if (all instanceof Expansion.Unavailable unavailable) {
                finding.unavailable(unavailable.reason());
            }
            if (!(all instanceof Expansion.Expanded expanded) || !allSame(expanded.finals())) {
                return Walked.ON;
            }
            MailAddress only = MailAddress.of(expanded.finals().get(0));
            return met.contains(only.identity(config)) ? Walked.ON : target.at(only, throughCatchAll, map);
        }

        private boolean allSame(List<String> addresses) {
            return addresses.stream()
                            .map(address -> MailAddress.of(address).identity(config))
                            .distinct()
                            .limit(2)
                            .count()
                    == 1;
        }
    }
}
