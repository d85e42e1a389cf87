package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The installations under {@code acceptance/}: their files as the administrators wrote them, with only {@code @NAME@} filled in. */
public final class Acceptance {

    private Acceptance() {}

    /**
     * Copies the files of one installation into a workspace.
     *
     * @param names what to put for {@code @NAME@}; {@code DIR} is the workspace and need not be given
     */
    public static void copy(Workspace work, String installation, Map<String, String> names) {
        Path from =
                Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources/acceptance", installation);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                work.file(file.getFileName().toString(), fill(Files.readString(file), work, names));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fill(String text, Workspace work, Map<String, String> names) {
        String filled = text.replace("@DIR@", work.path().toString());
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("@" + name.getKey() + "@", name.getValue());
        }
        return filled;
    }
}
