package io.github.guichet.command;

import io.github.guichet.lookup.tablefile.TableFileProblem;
import io.github.guichet.lookup.tablefile.TableFiles;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
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
        // Postfix needs no proxy in front of guichet, and whoever copies a line of main.cf has it there.
        int skip = text.text().startsWith("proxy:") ? "proxy:".length() : 0;
        return TypedFile.read(section, text, skip, TableFiles.TYPES).flatMap(file -> read(section, file));
    }

    private static Optional<MapKind> read(ConfigSection section, TypedFile typed) {
        List<TableFileProblem> problems = new ArrayList<>();
        var file = TableFiles.read(typed.type(), typed.path(), section.name(), problems);
        problems.forEach(p -> section.elsewhere(p.file().toString(), p.line(), p.key(), p.message()));
        return file.map(f -> new MapKind.FromTableFile(typed.type(), typed.path(), f));
    }
}
