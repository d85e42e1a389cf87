package io.github.guichet.lookup.passwdfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The numbers of this host's users and groups, from {@code /etc/passwd} and {@code /etc/group}. For one reading of a file. */
final class UnixNames {

    private static final long LARGEST = 0xffff_fffeL;

    private final Path users;
    private final Path groups;
    private final Map<Path, Map<String, Long>> read = new HashMap<>();

    UnixNames(Path users, Path groups) {
        this.users = users;
        this.groups = groups;
    }

    static UnixNames ofThisHost() {
        return new UnixNames(Path.of("/etc/passwd"), Path.of("/etc/group"));
    }

    Optional<Long> uid(String text) {
        return id(text, users);
    }

    Optional<Long> gid(String text) {
        return id(text, groups);
    }

    private Optional<Long> id(String text, Path file) {
        if (text.matches("[0-9]{1,10}")) {
            return Optional.of(Long.parseLong(text)).filter(id -> id <= LARGEST);
        }
        return Optional.ofNullable(read.computeIfAbsent(file, UnixNames::names).get(text));
    }

    private static Map<String, Long> names(Path file) {
        Map<String, Long> names = new HashMap<>();
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String[] columns = line.split(":", -1);
                if (columns.length > 2 && columns[2].matches("[0-9]{1,10}")) {
                    names.put(columns[0], Long.parseLong(columns[2]));
                }
            }
        } catch (IOException e) {
            // then no name is known, and every line that has one is reported
        }
        return names;
    }
}
