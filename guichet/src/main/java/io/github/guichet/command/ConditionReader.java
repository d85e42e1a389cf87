package io.github.guichet.command;

import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.ConditionException;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.FactTest;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code when = { … }} and {@code unless = { … }} of a rule. */
final class ConditionReader {

    private static final Map<String, String> RENAMED = Map.of("client_address", "client", "sasl_username", "login");

    private static final String ATTRIBUTE = "attribute";
    private static final String MAP = "map";

    private final Referable maps;
    private final ConditionKeys known;

    ConditionReader(Referable maps, ConditionKeys known) {
        this.maps = maps;
        this.known = known;
    }

    /** All conditions of a table; none if it is not there. */
    List<ConditionConfig> read(ConfigSection rule, String key) {
        List<ConditionConfig> conditions = new ArrayList<>();
        rule.table(key).ifPresent(section -> {
            new TreeMap<>(known.keys())
                    .forEach((name, fact) -> wanted(section, name, fact)
                            .ifPresent(wanted -> conditions.add(new ConditionConfig(fact, wanted))));
            refuseNamesOfPostfix(section);
            section.table(ATTRIBUTE)
                    .ifPresent(attributes -> attributes.keys().stream()
                            .filter(name -> isKnown(attributes, name))
                            .sorted()
                            .forEach(name -> wanted(attributes, name, name)
                                    .ifPresent(wanted -> conditions.add(new ConditionConfig(name, wanted)))));
        });
        return conditions;
    }

    /** Whether there can be such an attribute; reports it if not, or if it is one of Postfix's but for a letter or two. */
    private boolean isKnown(ConfigSection attributes, String name) {
        if (known.attributes().isPresent()) {
            Set<String> all = new TreeSet<>(known.attributes().get());
            if (!all.contains(name)) {
                attributes.refuse(name, "is not known here" + Nearest.suggestion(name, all));
            }
            return all.contains(name);
        }
        boolean usual = ConditionKeys.OF_POSTFIX.contains(name) || known.keys().containsValue(name);
        Optional<String> meant = usual ? Optional.empty() : Nearest.of(name, new TreeSet<>(ConditionKeys.OF_POSTFIX));
        meant.ifPresent(near -> attributes.refuse(name, "is no attribute of Postfix's; did you mean " + near + "?"));
        return meant.isEmpty();
    }

    /** Says where conditions stand that somebody wrote under Postfix's name for them, and which have no place here. */
    private void refuseNamesOfPostfix(ConfigSection section) {
        new TreeSet<>(known.attributes().orElse(ConditionKeys.OF_POSTFIX)).forEach(name -> {
            if (section.has(name)) {
                section.refuse(name, "stands in attribute = { " + name + " = … }");
            }
        });
        new TreeMap<>(known.elsewhere()).forEach((name, why) -> {
            if (section.has(name)) {
                section.refuse(name, why);
            }
        });
        new TreeMap<>(RENAMED).forEach((name, key) -> {
            if (section.has(name)) {
                section.refuse(name, "is called " + key + " here");
            }
        });
    }

    private Optional<ConditionConfig.Wanted> wanted(ConfigSection section, String key, String fact) {
        if (section.is(key, Boolean.class) || section.is(key, Number.class)) {
            Optional<Boolean> there = section.bool(key);
            there.flatMap(t -> wrong(fact, new FactTest.Present(t))).ifPresent(why -> section.problem(key, why));
            return there.map(ConditionConfig.Wanted.Present::new);
        }
        List<Object> elements = section.elements(key);
        if (elements.size() == 1 && elements.get(0) instanceof ConfigSection table) {
            wrong(fact, new FactTest.InMap(new ValuesTable(MAP, Map.of()))).ifPresent(why -> section.problem(key, why));
            return maps.neededMap(table, MAP, "the name of a map in which the value is looked up")
                    .map(ConditionConfig.Wanted.InMap::new);
        }
        List<String> values = new ArrayList<>();
        for (Object element : elements) {
            if (element instanceof ConfigText text) {
                wrong(fact, new FactTest.OneOf(List.of(text.text()))).ifPresent(why -> section.problem(text, 0, why));
                values.add(text.text());
            } else {
                section.problem(key, "must be true, false, a string, a list of strings, or { map = \"NAME\" } alone");
            }
        }
        if (elements.isEmpty() && section.has(key)) {
            section.problem(key, "must be true, false, a string, a list of strings, or { map = \"NAME\" }");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new ConditionConfig.Wanted.OneOf(values));
    }

    private static Optional<String> wrong(String fact, FactTest test) {
        try {
            Condition unused =
                    Conditions.of(fact, test, AddressConfig.DEFAULTS); // which values are allowed is the same for all
            return Optional.empty();
        } catch (ConditionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
