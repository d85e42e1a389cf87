package io.github.guichet.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A program that runs another under the filter of system calls, the address families and the lack of rights that a unit asks for. */
final class UnitSandbox {

    private UnitSandbox() {}

    /**
     * Compiles it.
     *
     * @return the program; its first argument is a user id, the rest a command
     */
    static Path compile(Workspace work, Path unit) throws IOException {
        Set<String> allowed = new TreeSet<>();
        for (String filter : values(unit, "SystemCallFilter")) {
            boolean deny = filter.startsWith("~");
            for (String name : filter.replaceFirst("^~", "").split(" ", -1)) {
                Set<String> calls = calls(name);
                if (deny) {
                    allowed.removeAll(calls);
                } else {
                    allowed.addAll(calls);
                }
            }
        }
        work.file(
                "sandbox/allowed.h",
                allowed.stream()
                        .map(call -> "#ifdef SYS_" + call + "\nSYS_" + call + ",\n#endif\n")
                        .collect(Collectors.joining()));
        work.file(
                "sandbox/families.h",
                String.join(", ", values(unit, "RestrictAddressFamilies").get(0).split(" ", -1)));
        Path source = work.file("sandbox/sandbox.c", resource("/systemd/sandbox.c"));
        Path program = work.path("sandbox/sandbox");
        Command.run(Program.GCC.path(), "-o", program.toString(), source.toString())
                .succeeds();
        return program;
    }

    static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(UnitSandbox.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> values(Path unit, String key) throws IOException {
        return Files.readString(unit)
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    /** The calls of a group, groups in it included. */
    private static Set<String> calls(String name) {
        Set<String> calls = new TreeSet<>();
        if (!name.startsWith("@")) {
            calls.add(name);
            return calls;
        }
        Command.run(Program.SYSTEMD_ANALYZE.path(), "--no-pager", "syscall-filter", name)
                .succeeds()
                .out()
                .lines()
                .filter(line -> line.startsWith(" "))
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> calls.addAll(calls(line)));
        return calls;
    }
}
