package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The installations under {@code acceptance/}: their files as the administrators wrote them, with only {@code @NAME@} filled in. */
public final class Acceptance {

    /** Sections for daemons that do not exist yet; a file that holds them is used without them. */
    private static final Set<String> LATER = Set.of("milter", "milter.rule");

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
                String text = Files.readString(file);
                String name = file.getFileName().toString();
                work.file(name, fill(name.equals("guichet.toml") ? withoutLaterSections(text) : text, work, names));
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

    /** Drops each later section from its header to the next header. */
    private static String withoutLaterSections(String toml) {
        StringBuilder kept = new StringBuilder();
        boolean keep = true;
        for (String line : toml.lines().toList()) {
            if (line.startsWith("[")) {
                String name = line.replace("[", "").replaceAll("].*", "").strip();
                keep = !LATER.contains(name);
            }
            if (keep) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
