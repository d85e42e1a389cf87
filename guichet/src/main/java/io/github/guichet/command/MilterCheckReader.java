package io.github.guichet.command;

import io.github.guichet.milter.check.DisplayNameCheckConfig;
import io.github.guichet.milter.check.FieldName;
import io.github.guichet.milter.check.HeaderFromCheckConfig;
import io.github.guichet.milter.check.PrivacyCheckConfig;
import io.github.guichet.milter.check.SenderField;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what a rule of the milter looks at or changes, and the keys that only this check has. */
final class MilterCheckReader {

    private static final int MOST_RECIPIENTS = 1_000_000;

    private final Referable maps;

    MilterCheckReader(Referable maps) {
        this.maps = maps;
    }

    /** The check of a rule; empty if nobody can say. */
    Optional<MilterCheck> read(ConfigSection section) {
        if (!section.has("check")) {
            section.missing("check", "is missing: what the rule looks at or changes");
        }
        return MilterKeys.ALL.choose(section).map(name -> read(section, name));
    }

    private MilterCheck read(ConfigSection section, String name) {
        return switch (name) {
            case "header-from" -> headerFrom(section);
            case "display-name" -> displayName(section);
            case "auth-results" -> authResults(section);
            case "privacy" -> privacy(section);
            case "headers" -> new HeaderKeysReader(maps).read(section);
            default -> recipients(section);
        };
    }

    private MilterCheck headerFrom(ConfigSection section) {
        Set<SenderField> fields = fields(section, HeaderFromCheckConfig.USUAL_FIELDS);
        if (!fields.isEmpty() && !fields.contains(SenderField.FROM)) {
            section.refuse("missing", "has no effect unless From is one of the fields");
        }
        return new MilterCheck.HeaderFrom(
                fields,
                maps.maps(section, "exceptions"),
                section.choice("missing", ChoiceWords.yesOrNo("refuse", "allow"))
                        .orElse(true),
                section.bool("rewrite").orElse(false));
    }

    private MilterCheck displayName(ConfigSection section) {
        boolean addresses = section.bool("addresses").orElse(true);
        List<String> domains = maps.maps(section, "domains");
        if (!addresses && domains.isEmpty()) {
            section.problem(
                    "addresses", "without addresses and without domains there is nothing to look for in a name");
        }
        return new MilterCheck.DisplayName(fields(section, DisplayNameCheckConfig.USUAL_FIELDS), addresses, domains);
    }

    /** Fields that say whom a message is from, in any case. */
    private static Set<SenderField> fields(ConfigSection section, Set<SenderField> usual) {
        Set<SenderField> fields = EnumSet.noneOf(SenderField.class);
        List<String> known =
                Arrays.stream(SenderField.values()).map(SenderField::header).toList();
        for (ConfigText text : section.texts("fields")) {
            Optional<SenderField> field = Arrays.stream(SenderField.values())
                    .filter(candidate -> candidate.header().equalsIgnoreCase(text.text()))
                    .findFirst();
            field.ifPresentOrElse(
                    fields::add,
                    () -> section.problem(
                            text,
                            0,
                            "is no field that says whom a message is from" + Nearest.suggestion(text.text(), known)));
        }
        if (section.isEmptyList("fields")) {
            section.problem("fields", "must be at least one of " + String.join(", ", known));
        }
        return section.has("fields") ? fields : usual;
    }

    private static MilterCheck authResults(ConfigSection section) {
        boolean add = section.bool("add").orElse(true);
        boolean remove = section.bool("remove").orElse(true);
        if (!add && !remove) {
            section.problem("add", "without add and without remove the rule would do nothing");
        }
        List<ConfigText> also = section.texts("also");
        also.forEach(id -> MilterReader.checkId(section, id));
        if (!remove && section.has("also")) {
            section.problem("also", "has no effect with remove = false");
        }
        if (!add && section.has("login")) {
            section.problem("login", "has no effect with add = false");
        }
        return new MilterCheck.AuthResults(
                add,
                remove,
                also.stream().map(ConfigText::text).toList(),
                section.bool("login").orElse(true));
    }

    private static MilterCheck privacy(ConfigSection section) {
        PrivacyCheckConfig.Received received = section.choice(
                        "received", ChoiceWords.of(PrivacyCheckConfig.Received.values()))
                .orElse(PrivacyCheckConfig.Received.SHORTEN);
        List<String> remove = section.has("remove")
                ? HeaderNames.list(section, "remove", FieldName::whyNotRemove)
                : PrivacyCheckConfig.USUAL;
        if (received == PrivacyCheckConfig.Received.KEEP && section.isEmptyList("remove")) {
            section.problem("remove", "with nothing to remove and received = \"keep\" the rule would do nothing");
        }
        return new MilterCheck.Privacy(received, remove);
    }

    private MilterCheck recipients(ConfigSection section) {
        if (!section.has("max") && !section.has("max-map") && !section.has("domains")) {
            section.missing(
                    "max",
                    "is missing, and so are max-map and domains: how many recipients a message may have, or where");
        }
        List<String> domains = maps.maps(section, "domains");
        boolean refuse = section.choice("foreign", ChoiceWords.yesOrNo("refuse", "allow"))
                .orElse(!domains.isEmpty());
        Optional<String> foreignMap = maps.map(section, "foreign-map");
        if (!section.has("domains")) {
            section.refuse("foreign-map", "needs domains, the maps of the domains that are one's own");
            if (refuse) {
                section.problem("foreign", "needs domains, the maps of the domains that are one's own");
            }
        } else if (!refuse) {
            section.refuse("foreign-map", "has no effect with foreign = \"allow\"");
            section.problem("domains", "has no effect with foreign = \"allow\"");
        }
        return new MilterCheck.Recipients(
                section.integer("max", 1, MOST_RECIPIENTS).map(OptionalInt::of).orElse(OptionalInt.empty()),
                maps.map(section, "max-map"),
                domains,
                refuse,
                foreignMap);
    }
}
