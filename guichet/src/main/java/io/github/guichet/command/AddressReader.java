package io.github.guichet.command;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code [address]}: the parameters of main.cf that change how addresses are searched. */
final class AddressReader {

    private static final Set<String> PROPAGATED =
            new TreeSet<>(Set.of("canonical", "virtual", "generic", "alias", "forward", "include"));
    private static final String PRINTABLE_NO_WORD = "[\\x21-\\x7e&&[^a-zA-Z0-9@.\"\\\\]]*";

    private AddressReader() {}

    static AddressConfig read(Optional<ConfigSection> section) {
        return section.map(AddressReader::read).orElse(AddressConfig.DEFAULTS);
    }

    private static AddressConfig read(ConfigSection section) {
        AddressConfig defaults = AddressConfig.DEFAULTS;
        Optional<String> delimiter = section.string("recipient-delimiter");
        if (delimiter.isPresent() && !delimiter.get().matches(PRINTABLE_NO_WORD)) {
            section.problem(
                    "recipient-delimiter",
                    "each character is a delimiter and must be a printable ASCII sign, no letter, digit, @, dot, quote or"
                            + " backslash; \"\" means none");
        }
        return new AddressConfig(
                delimiter.orElse(defaults.recipientDelimiter()),
                section.has("local-domains")
                        ? Set.copyOf(new LinkedHashSet<>(section.strings("local-domains")))
                        : defaults.localDomains(),
                words(section, "propagate-unmatched-extensions", PROPAGATED, defaults.propagateUnmatchedExtensions()),
                words(
                        section,
                        "parent-domain-matches-subdomains",
                        AddressConfig.DEFAULTS.parentDomainMatchesSubdomains(),
                        defaults.parentDomainMatchesSubdomains()),
                section.bool("owner-request-special").orElse(defaults.ownerRequestSpecial()),
                section.string("double-bounce-sender").orElse(defaults.doubleBounceSender()),
                section.bool("smtputf8").orElse(defaults.smtputf8()));
    }

    private static Set<String> words(ConfigSection section, String key, Set<String> allowed, Set<String> otherwise) {
        if (!section.has(key)) {
            section.strings(key);
            return otherwise;
        }
        Set<String> words = new LinkedHashSet<>();
        for (ConfigText text : section.texts(key)) {
            if (allowed.contains(text.text())) {
                words.add(text.text());
            } else {
                section.problem(
                        text,
                        0,
                        "must be any of " + String.join(", ", new TreeSet<>(allowed))
                                + Nearest.hint(text.text(), allowed));
            }
        }
        return words;
    }
}
