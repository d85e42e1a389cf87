package io.github.guichet.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code guichet serve} is to serve.
 *
 * @param file the configuration
 * @param only names of the daemons to run; empty = all that have a section
 */
record ServeArguments(Path file, Set<String> only) {

    /** The word of the command. */
    static final String WORD = "serve";

    private static final Set<String> CONFIG = Set.of("-c", "--config");
    private static final Set<String> ONLY = Set.of("--only");

    /**
     * Those of a command line as services have it: {@code serve [--config FILE] [--only NAME[,NAME...]]}. Anything else, right or wrong, is
     * for {@link ServeCommand}: it explains, and to load what it does that with takes a start a tenth of a second.
     */
    static Optional<ServeArguments> plain(String... arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals(WORD)) {
            return Optional.empty();
        }
        Optional<String> file = Optional.empty();
        Optional<String> only = Optional.empty();
        for (int i = 1; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            // "@" would be a file with arguments.
            if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
                return Optional.empty();
            }
            if (CONFIG.contains(arguments[i]) && file.isEmpty()) {
                file = Optional.of(value);
            } else if (ONLY.contains(arguments[i]) && only.isEmpty()) {
                only = Optional.of(value);
            } else {
                return Optional.empty();
            }
        }
        Set<String> names = new LinkedHashSet<>();
        only.ifPresent(list -> names.addAll(List.of(list.split(",", -1))));
        try {
            return Daemons.NAMES.containsAll(names)
                    ? Optional.of(new ServeArguments(Path.of(file.orElse(ConfigOption.DEFAULT_FILE)), names))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
