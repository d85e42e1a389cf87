package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of Dovecot 2.3 that is given to a passdb or userdb ({@code args = /etc/dovecot/dovecot-sql.conf.ext}): lines of
 * {@code key = value}, as {@code settings_read_nosection()} reads them.
 *
 * <pre>
 * # a comment, also behind a value; not within quotes
 * user_query = SELECT home \
 *              FROM users            a backslash at the end of a line: the next one belongs to it, with one space between
 * connect = "host=db"               quotes around a whole value are taken off, and backslashes in it
 * !include other.conf               from the directory of this file
 * </pre>
 *
 * <p>A later line overrides an earlier one. For use by one thread.
 */
final class DovecotFile {

    private static final long MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 10;

    private record Entry(String value, Path file, int line) {}

    private final Path path;
    private final List<TableFileProblem> problems;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private DovecotFile(Path path, List<TableFileProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param problems is given what is wrong with it, keys that are not known included
     * @param known every key that such a file can have
     */
    static DovecotFile read(Path path, Set<String> known, List<TableFileProblem> problems) {
        DovecotFile file = new DovecotFile(path, problems);
        file.include(path, 0, true);
        file.entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                file.problem(
                        key,
                        "is no setting of this file; allowed are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
        return file;
    }

    private void include(Path file, int depth, boolean mustExist) {
        if (!mustExist && !Files.exists(file)) {
            return;
        }
        try {
            if (Files.size(file) > MOST_BYTES || depth > DEEPEST) {
                problems.add(new TableFileProblem(file, 0, "", "is larger than 1 MiB, or includes itself"));
                return;
            }
            // Bytes that are no UTF-8 are kept, one character each: Dovecot does not look at the encoding of a
            // password.
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            parse(file, text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1), depth);
        } catch (IOException e) {
            problems.add(new TableFileProblem(file, 0, "", "cannot be read: " + e));
        }
    }

    private void parse(Path file, String text, int depth) {
        StringBuilder whole = new StringBuilder();
        boolean inSection = false;
        int number = 0;
        int first = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = withoutComment(strip(raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw));
            if (line.isEmpty()) {
                continue;
            }
            first = whole.length() == 0 ? number : first;
            if (line.endsWith("\\")) {
                whole.append(strip(line.substring(0, line.length() - 1))).append(' ');
                continue;
            }
            String logical = whole.append(line).toString();
            whole.setLength(0);
            if (inSection) {
                inSection = !logical.equals("}");
            } else {
                inSection = setting(file, logical, first, depth);
            }
        }
    }

    /** Spaces and tabs off both ends. */
    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhite(text.charAt(from))) {
            from++;
        }
        while (to > from && isWhite(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isWhite(char c) {
        return c == ' ' || c == '\t';
    }

    private static String withoutComment(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '#') {
                return strip(line.substring(0, i));
            }
            if (c == '\'' || c == '"') {
                for (i++; i < line.length() && line.charAt(i) != c; i++) {
                    i += line.charAt(i) == '\\' ? 1 : 0;
                }
            }
        }
        return line;
    }

    /** Reads one logical line; returns whether it opens a section. */
    private boolean setting(Path file, String line, int number, int depth) {
        int end = 0;
        while (end < line.length() && !isWhite(line.charAt(end)) && line.charAt(end) != '=') {
            end++;
        }
        String key = line.substring(0, end);
        String rest = strip(line.substring(end));
        if (key.equals("!include") || key.equals("!include_try")) {
            include(file, rest, number, depth, key.equals("!include"));
        } else if (rest.startsWith("=") && !key.isEmpty()) {
            entries.put(key, new Entry(value(file, key, number, strip(rest.substring(1))), file, number));
        } else if (line.endsWith("{")) {
            String what = key.equals("map") ? "a map of the dict protocol" : "a section";
            problems.add(new TableFileProblem(file, number, key, what + " is not supported in this file"));
            return true;
        } else {
            // Not the line itself: it may be a password that lost its name.
            problems.add(new TableFileProblem(file, number, "", "not of the form \"key = value\""));
        }
        return false;
    }

    private void include(Path file, String name, int number, int depth, boolean mustExist) {
        if (name.isEmpty() || name.matches(".*[*?\\[{].*")) {
            problems.add(new TableFileProblem(
                    file, number, "!include", "needs the name of one file; patterns are not supported"));
            return;
        }
        try {
            include(file.toAbsolutePath().resolveSibling(name), depth + 1, mustExist);
        } catch (InvalidPathException e) {
            problems.add(new TableFileProblem(file, number, "!include", "not a path"));
        }
    }

    private String value(Path file, String key, int number, String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(text.length() - 1);
        if (quoted) {
            return text.substring(1, text.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
        }
        if (text.startsWith("$ENV:") || text.matches("(?s).*[ \t]\\$ENV:.*")) {
            problems.add(
                    new TableFileProblem(file, number, key, "$ENV: is not supported: this is not Dovecot's process"));
        }
        return text;
    }

    /** Reports something wrong with a setting, at its line where it is set. */
    void problem(String key, String message) {
        Optional<Entry> entry = Optional.ofNullable(entries.get(key));
        problems.add(new TableFileProblem(
                entry.map(Entry::file).orElse(path), entry.map(Entry::line).orElse(0), key, message));
    }

    /** Whether the file sets a key, be it to nothing. */
    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** What a key is set to, if it is, be it to nothing. */
    Optional<String> text(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** What a key is set to, or the default. */
    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A yes or no, in any case. */
    boolean yes(String key, boolean otherwise) {
        String text = text(key, otherwise ? "yes" : "no").toLowerCase(Locale.ROOT);
        if (!text.equals("yes") && !text.equals("no")) {
            problem(key, "neither yes nor no");
        }
        return text.equals("yes");
    }
}
