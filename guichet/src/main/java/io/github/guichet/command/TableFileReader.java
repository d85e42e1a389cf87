package io.github.guichet.command;

import io.github.guichet.lookup.tablefile.TableFileProblem;
import io.github.guichet.lookup.tablefile.TableFiles;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code postfix = "TYPE:FILE"} and the table file behind it. */
final class TableFileReader {

    private TableFileReader() {}

    static Optional<MapKind> read(ConfigSection section) {
        return section.text("postfix").flatMap(text -> read(section, text));
    }

    private static Optional<MapKind> read(ConfigSection section, ConfigText text) {
        String written = text.text();
        // Postfix needs no proxy in front of guichet, and whoever copies a line of main.cf has it there.
        int skip = written.startsWith("proxy:") ? "proxy:".length() : 0;
        int colon = written.indexOf(':', skip);
        String type = colon < 0 ? "" : written.substring(skip, colon);
        if (!TableFiles.TYPES.contains(type)) {
            section.problem(text, 0, "must be TYPE:FILE with a type of " + String.join(", ", TableFiles.TYPES));
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
        List<TableFileProblem> problems = new ArrayList<>();
        var file = TableFiles.read(type, path, section.name(), problems);
        problems.forEach(p -> section.elsewhere(p.file().toString(), p.line(), p.key(), p.message()));
        return file.map(f -> new MapKind.FromTableFile(type, path, f));
    }
}
