package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process as proc(5) shows it; some of it to root and its own user only. */
final class ProcessFacts {

    private final Path proc;
    private final long pid;

    /**
     * A process.
     *
     * @param proc {@code /proc}
     */
    ProcessFacts(Path proc, long pid) {
        this.proc = proc;
        this.pid = pid;
    }

    /** The words of its command line. */
    List<String> commandLine() throws CannotLookException {
        return List.of(read("cmdline").split("\0"));
    }

    /** The value of the last option that begins so: the one that counts. */
    Optional<String> option(String prefix) throws CannotLookException {
        return commandLine().stream()
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .reduce((first, second) -> second);
    }

    /** How many files it may open; empty for any number. */
    OptionalLong openFiles() throws CannotLookException {
        Matcher line =
                Pattern.compile("(?m)^Max open files\\s+(\\d+|unlimited)").matcher(read("limits"));
        return line.find() && !"unlimited".equals(line.group(1))
                ? OptionalLong.of(Long.parseLong(String.valueOf(line.group(1))))
                : OptionalLong.empty();
    }

    /** Whether a file is mapped into its memory. */
    boolean maps(String file) throws CannotLookException {
        return read("maps").contains(file);
    }

    /** The program that it runs. */
    Path program() throws CannotLookException {
        try {
            return Files.readSymbolicLink(of("exe"));
        } catch (IOException e) {
            throw hidden("exe", e);
        }
    }

    /** What its control group allows in bytes, of memory; empty when there is no limit that can be seen. */
    OptionalLong memoryLimit() throws CannotLookException {
        Matcher group = Pattern.compile("(?m)^0::(/.*)$").matcher(read("cgroup"));
        if (!group.find()) {
            return OptionalLong.empty();
        }
        OptionalLong least = OptionalLong.empty();
        Path root = Path.of("/sys/fs/cgroup");
        Path directory =
                root.resolve(String.valueOf(group.group(1)).substring(1)).normalize();
        for (Path at = directory; at != null && at.startsWith(root); at = at.getParent()) {
            try {
                String text = Files.readString(at.resolve("memory.max")).strip();
                if (text.matches("\\d{1,18}")) {
                    long limit = Long.parseLong(text);
                    least = OptionalLong.of(Math.min(limit, least.orElse(limit)));
                }
            } catch (IOException e) {
                // the root has none
            }
        }
        return least;
    }

    private Path of(String name) {
        return proc.resolve(Long.toString(pid)).resolve(name);
    }

    private String read(String name) throws CannotLookException {
        try {
            return new String(Files.readAllBytes(of(name)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw hidden(name, e);
        }
    }

    private CannotLookException hidden(String name, IOException e) {
        return CannotLookException.hidden(
                of(name) + " cannot be read (" + e.getClass().getSimpleName() + "); run the doctor as root");
    }

    /** Bytes as an option of Java's writes them: {@code 256m}. */
    static OptionalLong bytes(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,12})([kKmMgG]?)").matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (String.valueOf(matcher.group(2)).toLowerCase(java.util.Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return OptionalLong.of(Long.parseLong(String.valueOf(matcher.group(1))) << shift);
    }
}
