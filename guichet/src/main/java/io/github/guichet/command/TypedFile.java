package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A file of another program, written as {@code "TYPE:FILE"}.
 *
 * @param type one of those that are allowed
 * @param path can be read
 */
record TypedFile(String type, Path path) {

    /**
     * Reads.
     *
     * @param from where the type begins in the text
     */
    static Optional<TypedFile> read(ConfigSection section, ConfigText text, int from, Collection<String> types) {
        String written = text.text();
        int colon = written.indexOf(':', from);
        String type = colon < 0 ? "" : written.substring(from, colon);
        if (!types.contains(type)) {
            section.problem(text, 0, "must be TYPE:FILE with a type of " + String.join(", ", types));
            return Optional.empty();
        }
        if (!written.startsWith("/", colon + 1)) {
            section.problem(text, colon + 1, "must be an absolute path");
            return Optional.empty();
        }
        Path path = Path.of(written.substring(colon + 1));
        Optional<String> unusable = UnusableFile.reason(path);
        if (unusable.isPresent()) {
            section.problem(text, colon + 1, unusable.get());
            return Optional.empty();
        }
        return Optional.of(new TypedFile(type, path));
    }
}
