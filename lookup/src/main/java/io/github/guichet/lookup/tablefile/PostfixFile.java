package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.file.LogicalLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Postfix table file: lines of {@code name = value}, read as {@code dict_load_fp()} and {@code cfg_parser.c} read them.
 *
 * <p>A later line overrides an earlier one. There is no {@code $name} in these files: a dollar sign stands for itself. Numbers
 * are plain decimals, also those that mean seconds; booleans are yes and no. For use by one thread.
 */
public final class PostfixFile {

    private static final long MAX_BYTES = 1 << 20;

    private record Entry(String value, int line) {}

    private final Path path;
    private final List<TableFileProblem> problems;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private PostfixFile(Path path, List<TableFileProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param problems is given what is wrong with it
     * @return the file, or empty when it could not be read at all
     */
    public static Optional<PostfixFile> read(Path path, List<TableFileProblem> problems) {
        PostfixFile file = new PostfixFile(path, problems);
        try {
            if (Files.size(path) > MAX_BYTES) {
                file.problem(0, "", "the file is larger than " + MAX_BYTES + " bytes; this is no table file");
                return Optional.empty();
            }
            // Bytes that are no UTF-8 are kept, one character each: Postfix does not look at the encoding of a
            // password.
            byte[] bytes = Files.readAllBytes(path);
            String text = new String(bytes, StandardCharsets.UTF_8);
            file.parse(text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            file.problem(0, "", "cannot be read: " + e);
            return Optional.empty();
        }
        return Optional.of(file);
    }

    private void parse(String text) {
        for (LogicalLines.Line line : LogicalLines.of(text)) {
            String content = line.text();
            int nameEnd = 0;
            while (nameEnd < content.length()
                    && content.charAt(nameEnd) != '='
                    && !LogicalLines.isSpace(content.charAt(nameEnd))) {
                nameEnd++;
            }
            int equals = nameEnd;
            while (equals < content.length() && LogicalLines.isSpace(content.charAt(equals))) {
                equals++;
            }
            if (nameEnd == 0 || equals == content.length() || content.charAt(equals) != '=') {
                // Not the line itself: it may be a password that lost its name.
                problem(line.number(), "", "not of the form \"name = value\"");
                continue;
            }
            entries.put(content.substring(0, nameEnd), new Entry(trim(content.substring(equals + 1)), line.number()));
        }
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && LogicalLines.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && LogicalLines.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The file's path. */
    public Path path() {
        return path;
    }

    /** Reports something wrong with a parameter, at its line where it is set. */
    public void problem(String key, String message) {
        problem(line(key), key, message);
    }

    private void problem(int line, String key, String message) {
        problems.add(new TableFileProblem(path, line, key, message));
    }

    /** The line that sets a parameter, from 1; 0 when none does. */
    public int line(String key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.line();
    }

    /** Whether the file sets a parameter, be it to nothing. */
    public boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    /** A text, or the default when it is not set. An empty text that is set is empty. */
    public String text(String key, String otherwise) {
        asked.add(key);
        Entry entry = entries.get(key);
        return entry == null ? otherwise : entry.value();
    }

    /** A text that is set to something, or nothing. */
    public Optional<String> text(String key) {
        return Optional.of(text(key, "")).filter(t -> !t.isEmpty());
    }

    /** A text, or the default when it is not set; a problem when it is set to nothing. */
    public String required(String key, String otherwise) {
        String text = text(key, otherwise);
        if (text.isEmpty()) {
            problem(key, has(key) ? "must not be empty" : "must be set");
        }
        return text;
    }

    /**
     * A whole number.
     *
     * @param least the smallest allowed; 0 allows negative numbers too, as Postfix's range check does
     */
    public int number(String key, int otherwise, int least) {
        String text = text(key, "");
        if (!has(key)) {
            return otherwise;
        }
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            problem(key, "\"" + text + "\" is not a whole number");
            return otherwise;
        }
        if (least != 0 && number < least) {
            problem(key, number + " is too small; at least " + least);
            return otherwise;
        }
        return number;
    }

    /** A yes or no, in any case. */
    public boolean yes(String key, boolean otherwise) {
        String text = text(key, "");
        if (!has(key)) {
            return otherwise;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> {
                problem(key, "\"" + text + "\" is neither yes nor no");
                yield otherwise;
            }
        };
    }

    /** Parameters that the file sets and nobody has asked for: Postfix ignores them without a word. With their lines. */
    public Map<String, Integer> unknown() {
        Map<String, Integer> unknown = new HashMap<>();
        entries.forEach((name, entry) -> {
            if (!asked.contains(name)) {
                unknown.put(name, entry.line());
            }
        });
        return unknown;
    }

    /** The unknown parameters as lines for a log: what Postfix would ignore too. */
    public List<TableFileProblem> warnings() {
        List<TableFileProblem> warnings = new ArrayList<>();
        unknown()
                .forEach((name, line) ->
                        warnings.add(new TableFileProblem(path, line, name, "unknown, ignored as Postfix ignores it")));
        return warnings;
    }
}
