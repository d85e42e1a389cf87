package io.github.guichet.lookup.tablefile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The option files of MySQL's and MariaDB's clients ({@code my.cnf}): what {@code option_file} and {@code option_group} of a
 * table file, and by default the group {@code client} of the system's files, say about a connection.
 */
public final class MysqlOptions {

    /** The files that MariaDB's client library reads by itself, without those of a home directory. */
    static final List<Path> DEFAULT_FILES = List.of(Path.of("/etc/my.cnf"), Path.of("/etc/mysql/my.cnf"));

    /** Where Debian's client library looks when an option file says nothing. */
    private static final String DEFAULT_SOCKET = "/run/mysqld/mysqld.sock";

    private static final int MAX_DEPTH = 10;
    private static final long MAX_BYTES = 1 << 20;

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> groups;
    private final Consumer<String> problems;

    private MysqlOptions(Set<String> groups, Consumer<String> problems) {
        this.groups = groups;
        this.problems = problems;
    }

    /**
     * Reads what a client would.
     *
     * @param file the only file to read; empty = the system's own
     * @param group read besides the groups of every client; empty, without a file = nothing is read
     * @param problems hears of files that cannot be read
     */
    public static MysqlOptions of(String file, String group, Consumer<String> problems) {
        if (file.isEmpty() && group.isEmpty()) {
            return none();
        }
        return read(file.isEmpty() ? DEFAULT_FILES : List.of(Path.of(file)), group, problems);
    }

    static MysqlOptions none() {
        return new MysqlOptions(Set.of(), message -> {});
    }

    /**
     * Reads files in order; a later setting overrides.
     *
     * @param files a default file that does not exist is passed over, a named one is a problem
     * @param group read besides the groups of every client; may be empty
     */
    static MysqlOptions read(List<Path> files, String group, Consumer<String> problems) {
        // Postfix's own default for the group is "client".
        Set<String> groups = new HashSet<>(List.of("client", "client-server", "client-mariadb", group));
        MysqlOptions options = new MysqlOptions(groups, problems);
        for (Path file : files) {
            if (!files.equals(DEFAULT_FILES) || Files.exists(file)) {
                options.read(file, 0);
            }
        }
        return options;
    }

    /** Where the server's socket is. */
    public Path socket() {
        String socket = get("socket");
        return Path.of(socket.isEmpty() ? DEFAULT_SOCKET : socket);
    }

    /** A value, or an empty text. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** Whether an option that needs no value is set and not switched off. */
    public boolean isSet(String name) {
        String value = values.get(name);
        return value != null && !Set.of("0", "off", "false").contains(value.toLowerCase(Locale.ROOT));
    }

    private void read(Path file, int depth) {
        List<String> lines;
        try {
            if (depth > MAX_DEPTH || Files.size(file) > MAX_BYTES) {
                problems.accept(file + " is too large or included too deep");
                return;
            }
            lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            problems.accept("cannot read " + file + ": " + e);
            return;
        }
        String group = "";
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("!includedir ")) {
                includeAll(Path.of(line.substring("!includedir ".length()).strip()), depth);
            } else if (line.startsWith("!include ")) {
                read(Path.of(line.substring("!include ".length()).strip()), depth + 1);
            } else if (line.startsWith("[") && line.indexOf(']') > 0) {
                group = line.substring(1, line.indexOf(']')).strip();
            } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";") && groups.contains(group)) {
                set(line);
            }
        }
    }

    private void includeAll(Path directory, int depth) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.cnf")) {
            found.forEach(files::add);
        } catch (IOException e) {
            return; // as the library: a directory that is not there holds nothing
        }
        Collections.sort(files);
        files.forEach(file -> read(file, depth + 1));
    }

    private void set(String line) {
        int equals = line.indexOf('=');
        String name = (equals < 0 ? line : line.substring(0, equals)).strip().replace('_', '-');
        String value = equals < 0 ? "" : unquoted(line.substring(equals + 1).strip());
        values.put(name, value);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        String text = quoted ? value.substring(1, value.length() - 1) : value.replaceAll("\\s+#.*$", "");
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
