package io.github.guichet.command;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.ActionException;
import io.github.guichet.policyd.rule.ActionTemplate;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a rule looks at, and the keys that only this check has. */
final class PolicyCheckReader {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration USUAL_GRACE = Duration.ofDays(3);
    private static final Duration USUAL_AGE = Duration.ofDays(1);

    private final Referable maps;
    private final StateStoreReader stores;
    private final AddressConfig addresses;

    PolicyCheckReader(Referable maps, StateStoreReader stores, AddressConfig addresses) {
        this.maps = maps;
        this.addresses = addresses;
        this.stores = stores;
    }

    /**
     * What the rule looks at; empty if nobody can say.
     *
     * @param rule its name
     */
    Optional<PolicyCheck> read(ConfigSection section, String rule) {
        Optional<String> check = PolicyKeys.ALL.choose(section);
        if (check.isEmpty() && section.has("check")) {
            return Optional.empty();
        }
        return Optional.of(check.map(name -> read(section, name, rule)).orElseGet(PolicyCheck.None::new));
    }

    private PolicyCheck read(ConfigSection section, String name, String rule) {
        return switch (name) {
            case "send-as" -> sendAs(section);
            case "recipient" -> recipient(section);
            case "quota" -> quota(section);
            case "list-access" ->
                new PolicyCheck.ListAccess(
                        maps.neededMap(section, "access-map", "a map that says who may write to an alias")
                                .orElse(""),
                        aliases(section));
            case "rate" -> new RateKeysReader(maps, stores, addresses).read(section, rule);
            default -> new GreylistKeysReader(stores).read(section);
        };
    }

    private static PolicyCheck sendAs(ConfigSection section) {
        return new PolicyCheck.SendAs(refused(section, "unauthenticated", false), refused(section, "unowned", true));
    }

    private static boolean refused(ConfigSection section, String key, boolean usual) {
        return section.choice(key, ChoiceWords.yesOrNo("refuse", "dunno")).orElse(usual);
    }

    /** An action of access(5), with placeholders. */
    static Optional<ActionTemplate> action(ConfigSection section, ConfigText text) {
        try {
            return Optional.of(ActionTemplate.parse(text.text()));
        } catch (ActionException e) {
            section.problem(text, e.offset(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private PolicyCheck recipient(ConfigSection section) {
        return new PolicyCheck.Recipient(
                maps.neededMaps(section, "domains", "the maps of the domains whose recipients are known here"),
                maps.neededMaps(section, "recipients", "the maps that know all recipients in these domains"),
                maps.maps(section, "backupmx"));
    }

    private PolicyCheck quota(ConfigSection section) {
        return new PolicyCheck.Quota(
                maps.neededMap(section, "quota-map", "a map from a mailbox to its limit in bytes")
                        .orElse(""),
                maps.neededMap(section, "usage-map", "a map from a mailbox to the bytes in it")
                        .orElse(""),
                aliases(section),
                maps.maps(section, "domains"),
                section.duration("grace", Duration.ZERO, LONGEST).orElse(USUAL_GRACE),
                section.duration("max-age", Duration.ofSeconds(1), LONGEST).orElse(USUAL_AGE),
                stores.read(section));
    }

    private List<String> aliases(ConfigSection section) {
        return maps.maps(section, "alias-maps");
    }
}
