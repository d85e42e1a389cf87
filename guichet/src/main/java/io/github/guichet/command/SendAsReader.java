package io.github.guichet.command;

import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.sendas.SendAsSwitches;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [send-as]}. */
final class SendAsReader {

    private final Referable referable;
    private final Map<String, MapConfig> maps;

    /**
     * A reader.
     *
     * @param maps those without problems
     */
    SendAsReader(Referable referable, Map<String, MapConfig> maps) {
        this.referable = referable;
        this.maps = maps;
    }

    /** The section, if it is there. */
    Optional<SendAsSection> read(Optional<ConfigSection> section) {
        return section.map(this::read);
    }

    private SendAsSection read(ConfigSection section) {
        List<String> owners = maps(section, "maps");
        List<String> groups = maps(section, "groups");
        List<String> aliases = maps(section, "alias-maps");
        Optional<String> aliasDomains = section.text("alias-domains").map(text -> {
            refuseOwnAnswers(section, text);
            return text.text();
        });
        referable.map(section, "alias-domains");
        SendAsSwitches switches = new SendAsSwitches(
                section.bool("own-address").orElse(true),
                section.bool("extension").orElse(true),
                true,
                true,
                section.bool("catch-all").orElse(true),
                true,
                true);
        return new SendAsSection(
                owners,
                groups,
                aliases,
                aliasDomains,
                logins(section),
                maps(section, "any-address-maps"),
                maps(section, "logins"),
                switches,
                domains(section, switches));
    }

    private List<String> maps(ConfigSection section, String key) {
        section.texts(key).forEach(text -> refuseOwnAnswers(section, text));
        return referable.maps(section, key);
    }

    /** A map that answers by these rules cannot be what the rules ask. */
    private void refuseOwnAnswers(ConfigSection section, ConfigText text) {
        if (isByTheseRules(text.text())) {
            section.unresolved(
                    text, "the map " + text.text() + " answers by these rules itself, so they cannot ask it");
        }
    }

    private boolean isByTheseRules(String name) {
        MapConfig map = maps.get(name);
        return map != null && map.kind() instanceof MapKind.SendAs;
    }

    private static List<String> logins(ConfigSection section) {
        List<String> logins = new ArrayList<>();
        for (ConfigText text : section.texts("any-address")) {
            if (text.text().isEmpty() || text.text().chars().anyMatch(c -> c == ',' || c <= ' ')) {
                section.problem(text, 0, "must be the name of one login, without commas and white space");
            }
            logins.add(text.text());
        }
        return logins;
    }

    private static Map<String, SendAsSwitches> domains(ConfigSection section, SendAsSwitches usual) {
        Map<String, SendAsSwitches> byDomain = new HashMap<>();
        section.tables("domain").forEach((name, domain) -> {
            if (name.isEmpty()
                    || name.startsWith(".")
                    || name.chars().anyMatch(c -> c == '@' || c <= ' ' || c == ',')) {
                domain.problem("", "must be a domain, such as [send-as.domain.\"example.org\"]");
            }
            SendAsSwitches before = byDomain.put(MailAddress.domainIdentity(name), switches(domain, usual));
            if (before != null) {
                domain.problem("", "is another spelling of a domain that is already there");
            }
        });
        return byDomain;
    }

    private static SendAsSwitches switches(ConfigSection section, SendAsSwitches usual) {
        return new SendAsSwitches(
                section.bool("own-address").orElse(usual.ownAddress()),
                section.bool("extension").orElse(usual.extension()),
                section.bool("alias").orElse(usual.alias()),
                section.bool("alias-domain").orElse(usual.aliasDomain()),
                section.bool("catch-all").orElse(usual.catchAll()),
                section.bool("groups").orElse(usual.groups()),
                section.bool("any-address").orElse(usual.anyAddress()));
    }
}
