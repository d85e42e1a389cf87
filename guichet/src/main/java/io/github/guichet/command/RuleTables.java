package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads the rules of a section, {@code [[policy.rule]]}: tables in order, of which each has a name of its own. */
final class RuleTables {

    private static final int LONGEST_NAME = 64;
    private static final String KEY = "rule";
    private static final String NAME = "name";

    private RuleTables() {}

    /**
     * All rules that are right.
     *
     * @param parent the section
     * @param without what is so when there are none
     * @param rule reads one, given its name, which is empty if it has none that can be used
     */
    static <R> List<R> read(ConfigSection parent, String without, BiFunction<ConfigSection, String, Optional<R>> rule) {
        List<R> rules = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        String table = "[[" + parent.fullKey(KEY) + "]]";
        for (Object element : parent.elements(KEY)) {
            if (element instanceof ConfigSection section) {
                Optional<String> name = name(section, taken);
                rule.apply(section, name.orElse(""))
                        .filter(r -> name.isPresent())
                        .ifPresent(rules::add);
            } else {
                parent.problem((ConfigText) element, 0, "must be a table, " + table);
            }
        }
        if (!parent.has(KEY) || parent.isEmptyList(KEY)) {
            parent.missing(KEY, "is missing: at least one " + table + "; without rules " + without);
        }
        return rules;
    }

    private static Optional<String> name(ConfigSection rule, Set<String> taken) {
        if (!rule.has(NAME)) {
            rule.missing(NAME, "is missing: what the rule is called in logs and metrics");
        }
        Optional<String> name = rule.string(NAME);
        Optional<String> wrong = name.flatMap(n -> wrong(n, taken));
        wrong.ifPresent(why -> rule.problem(NAME, why));
        return wrong.isPresent() ? Optional.empty() : name;
    }

    private static Optional<String> wrong(String name, Set<String> taken) {
        boolean printable =
                name.codePoints().noneMatch(c -> Character.isISOControl(c) || !Character.isValidCodePoint(c));
        if (name.isBlank() || !name.equals(name.strip()) || name.length() > LONGEST_NAME || !printable) {
            return Optional.of("must be 1 to " + LONGEST_NAME + " printable characters, without a space at either end");
        }
        return taken.add(name) ? Optional.empty() : Optional.of("is the name of a rule above: each needs its own");
    }
}
