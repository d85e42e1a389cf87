package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Names of header fields in the configuration. */
final class HeaderNames {

    private HeaderNames() {}

    /**
     * A list of names; what cannot be done with one is reported.
     *
     * @param wrong says why a name cannot stand there
     */
    static List<String> list(ConfigSection section, String key, Function<String, Optional<String>> wrong) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ConfigText text : section.texts(key)) {
            Optional<String> why = wrong.apply(text.text()).or(() -> twice(text.text(), taken));
            why.ifPresent(w -> section.problem(text, 0, w));
            if (why.isEmpty()) {
                names.add(text.text());
            }
        }
        return names;
    }

    /** The keys of a table, which are names, in their order; parameters as in {@link #list}. */
    static List<String> keys(ConfigSection table, Function<String, Optional<String>> wrong) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        table.takeAll(); // a name that is wrong is said to be that, and not also to be unknown
        for (String name : table.keys()) {
            Optional<String> why = wrong.apply(name).or(() -> twice(name, taken));
            why.ifPresent(w -> table.problem(name, w));
            if (why.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static Optional<String> twice(String name, Set<String> taken) {
        return taken.add(name.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("stands here twice: the case of a name of a header field does not matter");
    }
}
