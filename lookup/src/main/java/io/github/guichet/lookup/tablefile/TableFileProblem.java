package io.github.guichet.lookup.tablefile;

import java.nio.file.Path;

/**
 * Something in a table file that keeps it from being used.
 *
 * @param file the file
 * @param line the line it is about, from 1; 0 when it is about the file as a whole
 * @param key the parameter it is about; empty when it is about none
 * @param message what is wrong and what is allowed
 */
public record TableFileProblem(Path file, int line, String key, String message) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
