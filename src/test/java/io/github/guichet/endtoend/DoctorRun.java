package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code guichet doctor} on one private installation. Not thread-safe. */
final class DoctorRun {

    private final Path toml;
    private final List<String> options = new ArrayList<>();
    private String path = "/usr/sbin:/usr/bin:/sbin:/bin";

    DoctorRun(Path toml) {
        this.toml = toml;
    }

    /** With the live Postfix of an instance. */
    DoctorRun postfix(PostfixServer postfix) {
        options.addAll(List.of("--postfix", postfix.config().toString()));
        return this;
    }

    /** With the live Dovecot of a configuration. */
    DoctorRun dovecot(Path config) {
        options.addAll(List.of("--dovecot", config.toString()));
        return this;
    }

    DoctorRun with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** The programs postconf and doveconf of another generation, by scripts that come first in PATH. */
    DoctorRun of(Debian debian, Workspace work) {
        if (debian == Debian.TRIXIE) {
            for (String program : List.of("/usr/sbin/postconf", "/usr/bin/doveconf")) {
                String name = Path.of(program).getFileName().toString();
                // The harness has a line for each program that it knows; this is one with another program at its end.
                List<String> line = new ArrayList<>(debian.line(Program.DOVEADM));
                line.set(line.size() - 1, program);
                StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
                line.forEach(word -> script.append(" '").append(word).append('\''));
                Path file = work.file("trixie/" + name, script + " \"$@\"\n");
                executable(file);
            }
            path = work.path("trixie") + ":" + path;
        }
        return this;
    }

    DoctorRun path(Path first) {
        path = first + ":" + path;
        return this;
    }

    static void executable(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Command run(String... more) {
        List<String> line = new ArrayList<>(
                List.of("/usr/bin/env", "PATH=" + path, Program.GUICHET.path(), "doctor", "--config", toml.toString()));
        line.addAll(options);
        line.addAll(List.of(more));
        return Command.run(line, "");
    }

    /** What wants somebody to act: the first lines of errors, warnings and examinations that could not look. */
    static List<String> alarms(Command doctor) {
        return doctor.out()
                .lines()
                .filter(line ->
                        Stream.of("error ", "warning ", "could not look").anyMatch(line::startsWith))
                .toList();
    }

    /** The lines to paste that belong to the first alarm which holds that text. */
    static List<String> advice(Command doctor, String alarm) {
        List<String> paste = new ArrayList<>();
        boolean found = false;
        for (String line : doctor.out().lines().toList()) {
            boolean first = !line.startsWith(" ");
            if (first && found) {
                break;
            }
            found |= first && line.contains(alarm);
            if (found && line.startsWith(" ".repeat(20))) {
                paste.add(line.strip());
            }
        }
        return paste;
    }

    /** Takes from others the right to read the files in which an installation has its passwords. */
    static void closeFiles(Workspace work) {
        try (Stream<Path> files = Files.list(work.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
