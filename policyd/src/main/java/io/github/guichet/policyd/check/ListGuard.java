package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.alias.Expansion;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Says how a login stands with one list, whatever leads to it. */
final class ListGuard {

    private static final CompletableFuture<ListStanding> FREE =
            CompletableFuture.completedFuture(new ListStanding.Free());

    private final Table accessMap;
    private final AliasExpansion aliases;
    private final AddressConfig address;

    ListGuard(ListAccessCheckConfig config) {
        address = config.address();
        accessMap = new SearchedTable(
                config.accessMap(),
                KeyRules.forParameter("virtual_mailbox_maps", address).orElseThrow());
        aliases = config.aliases();
    }

    /**
     * Asks.
     *
     * @param login empty if nobody is logged in
     * @param list any address, which may be no list at all
     */
    CompletableFuture<ListStanding> standing(String login, String list) {
        return accessMap.lookup(list, new Trail()).thenCompose(answer -> {
            if (answer instanceof Answer.NotFound) {
                return FREE;
            }
            if (answer instanceof Answer.Unavailable unavailable) {
                return done(new ListStanding.Unknown(unavailable.reason()));
            }
            ListAccess access = ListAccess.of(((Answer.Found) answer).value(), address);
            if (access.admits(login, MailAddress.of(list), address)) {
                return done(new ListStanding.Admitted(access.opens()));
            }
            return access.members() && !login.isEmpty()
                    ? aliases.expand(list, new Trail()).thenApply(way -> asMember(login, list, access, way))
                    : done(new ListStanding.Refused(list, access));
        });
    }

    private ListStanding asMember(String login, String list, ListAccess access, Expansion way) {
        if (way instanceof Expansion.Expanded expanded) {
            String own = MailAddress.of(login).identity(address);
            String self = MailAddress.of(list).identity(address);
            boolean member = Stream.concat(expanded.finals().stream(), expanded.passed().stream())
                    .map(MailAddress::of)
                    .filter(reached -> !reached.identity(address).equals(self))
                    .anyMatch(reached -> reached.identity(address).equals(own)
                            || reached.bare(address).identity(address).equals(own));
            return member ? new ListStanding.Admitted(access.opens()) : new ListStanding.Refused(list, access);
        }
        return new ListStanding.Unknown(
                way instanceof Expansion.Unavailable unavailable
                        ? unavailable.reason()
                        : ((Expansion.TooMany) way).reason());
    }

    private static CompletableFuture<ListStanding> done(ListStanding standing) {
        return CompletableFuture.completedFuture(standing);
    }
}
