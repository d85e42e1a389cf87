package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.util.Map;

/** Reports what the rules of {@code [send-as]}, and those who ask them, need and do not have. */
final class SendAsNeeds {

    private SendAsNeeds() {}

    static void check(ConfigSection root, Map<String, ConfigSection> maps, Configuration configuration) {
        configuration.maps().values().stream()
                .filter(map -> map.kind() instanceof MapKind.SendAs)
                .map(map -> maps.get(map.name()))
                .forEach(section -> check(root, section, configuration));
        boolean asked = configuration.policy().stream()
                .flatMap(policy -> policy.rules().stream())
                .anyMatch(rule -> rule.check() instanceof PolicyCheck.SendAs);
        if (asked && !root.has("send-as")) {
            root.missing("send-as", "is missing: a rule of [policy] has check = \"send-as\"");
        }
        boolean judged = configuration.milter().stream()
                .flatMap(milter -> milter.rules().stream())
                .anyMatch(rule -> rule.check() instanceof MilterCheck.HeaderFrom);
        if (judged && !root.has("send-as")) {
            root.missing("send-as", "is missing: a rule of [milter] has check = \"header-from\"");
        }
    }

    private static void check(ConfigSection root, ConfigSection map, Configuration configuration) {
        if (!root.has("send-as")) {
            map.problem("send-as", "needs the section [send-as], whose rules it answers by");
        }
        boolean nobodyKnows = !root.has("accounts")
                && configuration
                        .sendAs()
                        .filter(section ->
                                section.knowsOwnAddresses() && section.logins().isEmpty())
                        .isPresent();
        if (nobodyKnows) {
            map.problem(
                    "send-as",
                    "nobody knows which logins exist, so this map could not answer for their own addresses; give [accounts],"
                            + " or logins in [send-as], or own-address = false there");
        }
    }
}
