package io.github.guichet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for a moment, that only its owner can enter.
 *
 * @param directory its path
 */
record Scratch(Path directory) implements AutoCloseable {

    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("guichet-"));
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
