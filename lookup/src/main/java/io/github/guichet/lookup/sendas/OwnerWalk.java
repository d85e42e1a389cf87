package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Goes through the rights on an address, the cheapest first, and tells a {@link Finding} who has each until that has enough. The one
 * place where rights are found: whoever asks "may she?" and whoever asks "who may?" walk the same way.
 */
final class OwnerWalk {

    private final SendAsConfig config;
    private final AddressConfig withoutExtension;
    private final KeyByKey maps;
    private final KeyByKey mapsWithoutExtension;
    private final Groups groups;
    private final AliasChain aliases;
    private final AliasChain aliasesWithoutExtension;
    private final Optional<KeyByKey> aliasDomains;
    private final KnownLogins logins;

    OwnerWalk(SendAsConfig config, KnownLogins logins) {
        this.config = config;
        this.logins = logins;
        this.withoutExtension = config.address().withRecipientDelimiter("");
        this.maps = new KeyByKey(config.maps(), KeyRules.senderLogins(config.address()));
        this.mapsWithoutExtension = new KeyByKey(config.maps(), KeyRules.senderLogins(withoutExtension));
        this.groups = new Groups(config.groups(), config.address());
        this.aliases = new AliasChain(config.aliases(), config.address());
        this.aliasesWithoutExtension = new AliasChain(config.aliases(), withoutExtension);
        this.aliasDomains =
                config.aliasDomains().map(map -> new KeyByKey(List.of(map), KeyRules.domains(config.address())));
    }

    /** Walks; completes with whether the finding had enough. */
    CompletableFuture<Boolean> walk(MailAddress address, Finding finding, Trail trail) {
        Place here = place(address, Optional.empty());
        return Walked.then(
                owners(here, finding, trail),
                () -> here.switches().aliasDomain() && aliasDomains.isPresent() && address.hasDomain()
                        ? inAliasDomain(here, aliasDomains.get(), finding, trail)
                        : Walked.ON);
    }

    private Place place(MailAddress address, Optional<String> aliasDomain) {
        return new Place(address, config.switches(address), aliasDomain);
    }

    private CompletableFuture<Boolean> owners(Place place, Finding finding, Trail trail) {
        CompletableFuture<Boolean> own = place.switches().ownAddress()
                ? finding.named(place.address(), place.right(SendAsRight.OWN_ADDRESS), place.via(""))
                : Walked.ON;
        return Walked.then(
                own,
                () -> Walked.then(
                        mapped(place, finding, trail),
                        () -> place.switches().alias() && !config.aliases().isEmpty()
                                ? alias(place, finding, trail)
                                : Walked.ON));
    }

    private CompletableFuture<Boolean> mapped(Place place, Finding finding, Trail trail) {
        SendAsSwitches switches = place.switches();
        CompletableFuture<KeyByKey.Hit> search = (switches.extension() ? maps : mapsWithoutExtension)
                .find(place.address().external(), switches.catchAll(), trail);
        return search.isDone()
                ? mapped(place, search.join(), finding, trail)
                : search.thenCompose(hit -> mapped(place, hit, finding, trail));
    }

    private CompletableFuture<Boolean> mapped(Place place, KeyByKey.Hit hit, Finding finding, Trail trail) {
        SendAsSwitches switches = place.switches();
        return Walked.then(
                given(place, hit, finding, trail),
                () -> switches.ownAddress() && switches.extension() && !hit.isForWholeAddress()
                        ? ownExtension(place, finding)
                        : Walked.ON);
    }

    private CompletableFuture<Boolean> given(Place place, KeyByKey.Hit hit, Finding finding, Trail trail) {
        SendAsRight right = place.right(
                hit.atDomain() ? SendAsRight.CATCH_ALL : hit.cut() ? SendAsRight.EXTENSION : SendAsRight.MAP);
        hit.unavailable().ifPresent(finding::unavailable);
        for (KeyByKey.Value value : hit.values()) {
            if (finding.listed(value.text(), right, place.via(value.map()))) {
                return Walked.ENOUGH;
            }
        }
        return place.switches().groups() && !groups.isEmpty() && !hit.values().isEmpty()
                ? groups.members(logins(hit), place.aliasDomain().map(map -> right), finding, trail)
                : Walked.ON;
    }

    /** With a delimiter such as {@code -}, {@code mary-jane} may well be somebody else than {@code mary}. */
    private CompletableFuture<Boolean> ownExtension(Place place, Finding finding) {
        MailAddress bare = place.address().bare(config.address());
        SendAsRight right = place.right(SendAsRight.EXTENSION);
        if (bare.equals(place.address())) {
            return Walked.ON;
        }
        return finding.mayBe(bare)
                ? Walked.then(
                        taken(place.address(), finding), () -> finding.named(bare, right, place.via("")), Walked.ON)
                : finding.named(bare, right, place.via(""));
    }

    /** Whether an address with an extension is the name of a login; also if nobody can say that. */
    private CompletableFuture<Boolean> taken(MailAddress whole, Finding finding) {
        return logins.named(whole).thenApply(known -> {
            if (known instanceof KnownLogins.Unavailable unavailable) {
                finding.unavailable(unavailable.reason());
            }
            return !(known instanceof KnownLogins.Nobody);
        });
    }

    private static List<String> logins(KeyByKey.Hit hit) {
        List<String> all = new ArrayList<>();
        hit.values().forEach(value -> all.addAll(Login.list(value.text())));
        return all;
    }

    private CompletableFuture<Boolean> alias(Place place, Finding finding, Trail trail) {
        boolean extension = place.switches().extension();
        AliasChain.Target target = (address, catchAll, map) -> {
            SendAsRight right = place.right(catchAll ? SendAsRight.CATCH_ALL : SendAsRight.ALIAS);
            MailAddress bare = extension ? address.bare(config.address()) : address;
            CompletableFuture<Boolean> whole = Walked.of(finding.leadsTo(address, right, place.via(map)));
            CompletableFuture<Boolean> both = bare.equals(address)
                    ? whole
                    : Walked.then(
                            whole,
                            () -> Walked.then(
                                    taken(address, finding),
                                    () -> Walked.of(finding.leadsTo(bare, right, place.via(map))),
                                    Walked.ON));
            return Walked.then(
                    both,
                    () -> finding.wantsBareLogins()
                            ? bareLogin(bare, right, place.via(map), finding, trail)
                            : Walked.ON);
        };
        return (extension ? aliases : aliasesWithoutExtension)
                .follow(place.address(), place.switches().catchAll(), target, finding, trail);
    }

    /** Where logins are no addresses, an alias leads to the login that alone owns what the alias leads to. */
    private CompletableFuture<Boolean> bareLogin(
            MailAddress address, SendAsRight right, String via, Finding finding, Trail trail) {
        return mapsWithoutExtension.find(address.external(), false, trail).thenCompose(hit -> {
            hit.unavailable().ifPresent(finding::unavailable);
            List<String> logins = logins(hit);
            boolean sole = logins.stream()
                            .map(login -> config.address().fold(login))
                            .distinct()
                            .limit(2)
                            .count()
                    == 1;
            return Walked.of(sole
                    && hit.unavailable().isEmpty()
                    && logins.get(0).indexOf('@') < 0
                    && finding.listed(logins.get(0), right, via));
        });
    }

    private CompletableFuture<Boolean> inAliasDomain(Place here, KeyByKey map, Finding finding, Trail trail) {
        String domain = MailAddress.domainIdentity(here.address().domain());
        return map.find(domain, false, trail).thenCompose(hit -> {
            hit.unavailable().ifPresent(finding::unavailable);
            if (hit.values().isEmpty()) {
                return Walked.ON;
            }
            KeyByKey.Value value = hit.values().get(0);
            String target = value.text().startsWith("@") ? value.text().substring(1) : value.text();
            return MailAddress.domainIdentity(target).equals(domain)
                    ? Walked.ON
                    : owners(place(here.address().in(target), Optional.of(value.map())), finding, trail);
        });
    }
}
