package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one login may send as: all addresses that a right could be about are listed and asked one after the other, by the
 * very rules. Blocks; for one question.
 */
final class RightsListing {

    private final SendAsConfig config;
    private final AddressConfig address;
    private final OwnerWalk walk;
    private final AnyAddress anyAddress;
    private final Login login;
    private final Map<String, SendAsRights.Right> rights = new LinkedHashMap<>();
    private final List<String> unlisted = new ArrayList<>();
    private Optional<String> unavailable = Optional.empty();

    RightsListing(SendAsConfig config, OwnerWalk walk, AnyAddress anyAddress, Login login) {
        this.config = config;
        this.address = config.address();
        this.walk = walk;
        this.anyAddress = anyAddress;
        this.login = login;
    }

    SendAsRights list() {
        anything();
        ownAddresses();
        List<String> candidates = new ArrayList<>();
        config.maps().forEach(map -> candidates.addAll(keys(map)));
        config.aliases().forEach(map -> candidates.addAll(keys(map)));
        candidates.forEach(this::ask);
        inAliasDomains();
        return unavailable.isPresent()
                ? new SendAsRights.Unavailable(unavailable.get())
                : new SendAsRights.Known(List.copyOf(rights.values()), unlisted);
    }

    private void anything() {
        if (anyAddress.names(login)) {
            add("*", SendAsRight.ANY_ADDRESS, "any-address", false);
        }
        for (Table map : anyAddress.maps()) {
            Answer answer = map.lookup(login.text(), new Trail()).join();
            if (answer instanceof Answer.Unavailable nobody) {
                unavailable(nobody.reason());
            } else if (answer instanceof Answer.Found found) {
                List<String> limits = AnyAddress.limits(found.value());
                for (String limit : limits.isEmpty() ? List.of("*") : limits) {
                    boolean asWritten = limits.isEmpty() || limit.indexOf('@') >= 0;
                    add(asWritten ? limit : "@" + limit, SendAsRight.ANY_ADDRESS, map.name(), false);
                }
            }
        }
    }

    private void ownAddresses() {
        List<MailAddress> own = login.hasDomain()
                ? List.of(MailAddress.of(login.text()))
                : address.localDomains().stream()
                        .sorted()
                        .map(domain -> new MailAddress(login.text(), domain))
                        .toList();
        for (MailAddress one : own) {
            SendAsSwitches switches = switches(one);
            if (switches.ownAddress()) {
                add(one.external(), SendAsRight.OWN_ADDRESS, "", switches.extension());
            }
        }
    }

    /** Keys, as far as a map tells them; each is only a candidate, so one too many does no harm. */
    private List<String> keys(Table map) {
        Keys keys = map.keys();
        if (keys instanceof Keys.Unavailable nobody) {
            unavailable(nobody.reason());
        } else if (keys instanceof Keys.Unlistable unlistable) {
            unlisted.add(map.name() + ": " + unlistable.reason());
        }
        return keys instanceof Keys.Listed listed ? listed.keys() : List.of();
    }

    private void ask(String candidate) {
        MailAddress sender = MailAddress.of(candidate);
        if (unavailable.isPresent() || rights.containsKey(sender.identity(address))) {
            return;
        }
        MayFinding finding = new MayFinding(login);
        boolean may = walk.walk(sender, finding, new Trail()).join();
        if (may) {
            finding.allowed()
                    .ifPresent(a -> add(
                            candidate,
                            a.right(),
                            a.via(),
                            !sender.local().isEmpty() && switches(sender).extension()));
        } else {
            finding.unavailable().ifPresent(this::unavailable);
        }
    }

    /** What it may send as in a domain it may also send as in the domains that stand for that one. */
    private void inAliasDomains() {
        if (config.aliasDomains().isEmpty()) {
            return;
        }
        Table map = config.aliasDomains().get();
        for (String key : keys(map)) {
            Answer answer = map.lookup(key, new Trail()).join();
            if (answer instanceof Answer.Unavailable nobody) {
                unavailable(nobody.reason());
            } else if (answer instanceof Answer.Found found) {
                String target = MailAddress.domainIdentity(found.value().replaceFirst("^@", ""));
                for (SendAsRights.Right right : List.copyOf(rights.values())) {
                    MailAddress there = MailAddress.of(right.address());
                    if (there.hasDomain()
                            && MailAddress.domainIdentity(there.domain()).equals(target)) {
                        ask(there.in(key).external());
                    }
                }
            }
        }
    }

    private SendAsSwitches switches(MailAddress of) {
        return config.switches(of);
    }

    private void add(String what, SendAsRight right, String via, boolean extension) {
        rights.putIfAbsent(MailAddress.of(what).identity(address), new SendAsRights.Right(what, right, via, extension));
    }

    private void unavailable(String reason) {
        if (unavailable.isEmpty()) {
            unavailable = Optional.of(reason);
        }
    }
}
