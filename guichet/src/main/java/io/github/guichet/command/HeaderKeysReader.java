package io.github.guichet.command;

import io.github.guichet.lookup.condition.Placeholders;
import io.github.guichet.lookup.condition.TemplateException;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.milter.check.FieldName;
import io.github.guichet.milter.check.HeadersCheckConfig;
import io.github.guichet.milter.rule.MessageFact;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the keys of a rule with {@code check = "headers"}. */
final class HeaderKeysReader {

    private static final List<String> KEYS = List.of("remove", "set", "set-map", "add", "add-map");

    private static final Placeholders PLACEHOLDERS =
            new Placeholders(Placeholders.OF_MAIL, MessageFact.names(), Nearest::hint);

    private final Referable maps;

    HeaderKeysReader(Referable maps) {
        this.maps = maps;
    }

    MilterCheck.Headers read(ConfigSection section) {
        if (KEYS.stream().noneMatch(section::has)) {
            section.missing(
                    "set", "is missing, and so are remove, set-map, add and add-map: the rule would do nothing");
        } else if (KEYS.stream().allMatch(key -> isNothing(section, key))) {
            KEYS.stream()
                    .filter(section::has)
                    .findFirst()
                    .ifPresent(key -> section.problem(key, "is empty: the rule would do nothing"));
        }
        MilterCheck.Headers headers = new MilterCheck.Headers(
                HeaderNames.list(section, "remove", FieldName::whyNotRemove),
                texts(section, "set", FieldName::whyNotSet),
                texts(section, "add", FieldName::whyNotAdd),
                fromMaps(section, "set-map", FieldName::whyNotSet),
                fromMaps(section, "add-map", FieldName::whyNotAdd));
        refuseTwice(section, headers);
        return headers;
    }

    private static boolean isNothing(ConfigSection section, String key) {
        return !section.has(key) || section.isEmptyList(key) || section.isEmptyTable(key);
    }

    private static List<HeadersCheckConfig.Literal> texts(
            ConfigSection section, String key, Function<String, Optional<String>> wrong) {
        List<HeadersCheckConfig.Literal> fields = new ArrayList<>();
        section.table(key)
                .ifPresent(table -> HeaderNames.keys(table, wrong)
                        .forEach(name -> table.text(name)
                                .flatMap(text -> template(table, text))
                                .ifPresent(template -> fields.add(new HeadersCheckConfig.Literal(name, template)))));
        return fields;
    }

    private static Optional<TextTemplate> template(ConfigSection table, ConfigText text) {
        try {
            TextTemplate template = TextTemplate.read(text.text(), PLACEHOLDERS);
            if (template.hasReason()) {
                table.problem(text, 0, "nobody objects to anything here, so there is no {reason}");
            } else if (text.text().isBlank()) {
                table.problem(text, 0, "must be a text; a field is taken away by remove");
            } else {
                return Optional.of(template);
            }
        } catch (TemplateException e) {
            table.problem(text, e.offset(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private List<MilterCheck.FieldFromMap> fromMaps(
            ConfigSection section, String key, Function<String, Optional<String>> wrong) {
        List<MilterCheck.FieldFromMap> fields = new ArrayList<>();
        Map<String, ConfigSection> tables = section.tables(key);
        section.table(key).ifPresent(table -> {
            List<String> names = HeaderNames.keys(table, wrong);
            tables.forEach((name, inner) -> {
                if (names.contains(name)) {
                    fields.add(fromMap(name, inner));
                } else {
                    inner.takeAll();
                }
            });
        });
        return fields;
    }

    private MilterCheck.FieldFromMap fromMap(String name, ConfigSection table) {
        String map =
                maps.neededMap(table, "map", "the map that knows the value").orElse("");
        if (!table.has("key")) {
            table.missing(
                    "key", "is missing: what the map is asked, one of login, login-domain, sender, sender-domain");
        }
        return new MilterCheck.FieldFromMap(
                name,
                map,
                table.choice("key", ChoiceWords.of(HeadersCheckConfig.Subject.values()))
                        .orElse(HeadersCheckConfig.Subject.LOGIN));
    }

    /** Of two keys that say what becomes of all fields of one name, one would have no effect. */
    private static void refuseTwice(ConfigSection section, MilterCheck.Headers headers) {
        Set<String> taken = new HashSet<>();
        headers.remove().forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        refuseTaken(
                section,
                "set",
                headers.set().stream().map(HeadersCheckConfig.Literal::name).toList(),
                taken);
        refuseTaken(
                section,
                "set-map",
                headers.setMap().stream().map(MilterCheck.FieldFromMap::name).toList(),
                taken);
    }

    private static void refuseTaken(ConfigSection section, String key, List<String> names, Set<String> taken) {
        for (String name : names) {
            if (!taken.add(name.toLowerCase(Locale.ROOT))) {
                section.problem(key, "has " + name + ", which remove or set has too");
            }
        }
    }
}
