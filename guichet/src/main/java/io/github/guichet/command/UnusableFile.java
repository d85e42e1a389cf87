package io.github.guichet.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Why a file that the configuration names cannot be a table. */
final class UnusableFile {

    private UnusableFile() {}

    /** What to say about it; empty for a regular file that this user may read. */
    static Optional<String> reason(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.of(file + " is not there or may not be read by this user");
        }
        if (Files.isDirectory(file)) {
            return Optional.of(file + " is a directory");
        }
        return Files.isRegularFile(file) ? Optional.empty() : Optional.of(file + " is not a regular file");
    }
}
