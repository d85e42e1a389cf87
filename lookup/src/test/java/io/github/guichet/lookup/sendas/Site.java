package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.ScriptedTable;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A site with one map of each kind, all empty at first, and all rights; asked as its rules are. */
final class Site {

    final ScriptedTable senders = new ScriptedTable("senders");
    final ScriptedTable groups = new ScriptedTable("groups");
    final ScriptedTable aliases = new ScriptedTable("aliases");
    final ScriptedTable aliasDomains = new ScriptedTable("alias-domains");
    final ScriptedTable relays = new ScriptedTable("relays");
    final ScriptedTable accounts = new ScriptedTable("accounts");
    final Map<String, SendAsSwitches> byDomain = new HashMap<>();
    List<String> anyAddress = List.of();
    SendAsSwitches switches = SendAsSwitches.ALL;
    AddressConfig address = AddressConfig.DEFAULTS.withLocalDomains(Set.of("here.example"));
    Optional<ScriptedTable> more = Optional.empty();

    SendAsRules rules() {
        return new SendAsRules(new SendAsConfig(
                address,
                more.isPresent() ? List.of(senders, more.get()) : List.of(senders),
                List.of(groups),
                List.of(aliases),
                Optional.of(aliasDomains),
                anyAddress,
                List.of(relays),
                Optional.of(accounts),
                switches,
                byDomain));
    }

    SendAsVerdict ask(String login, String address) {
        return rules().maySend(login, address, new Trail()).join();
    }

    /** The right in words, "refused", "unowned" or "unavailable". */
    String said(String login, String address) {
        SendAsVerdict verdict = ask(login, address);
        if (verdict instanceof SendAsVerdict.Allowed allowed) {
            return allowed.right().toString();
        }
        return verdict instanceof SendAsVerdict.Refused refused
                ? (refused.owned() ? "refused" : "unowned")
                : "unavailable";
    }

    List<String> owners(String address) {
        return ((Owners.Known) rules().owners(address, new Trail()).join())
                .owners().stream()
                        .map(owner -> owner.login() + " " + owner.right())
                        .toList();
    }
}
