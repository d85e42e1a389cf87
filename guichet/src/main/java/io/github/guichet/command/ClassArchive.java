package io.github.guichet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Has Java make an archive of classes: a whole one, not a second layer on the runtime's own, because Java reads one file faster than two,
 * and because only a whole one takes classes as old as picocli's. See java(1), "Class Data Sharing".
 */
final class ClassArchive {

    private static final int PATIENCE_SECONDS = 120;

    /** Newer runtimes number the classes of a list; a number is of use for classes of other loaders only, and we have none. */
    private static final Pattern NUMBER = Pattern.compile(" id: \\d+$");

    private static final String FILE = "FILE";

    /** Commands that scripts run, and the one that loads all others. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("check-config", "--config", FILE),
            List.of("lookup", "--config", FILE, "values", "a@example.com"),
            List.of("status", "--config", FILE));

    /** For whom an archive is: what is in one takes memory also where it is not needed. */
    enum Kind {
        DAEMON("guichet.jsa"),
        COMMANDS("guichet-commands.jsa");

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        /** The name of the file, beside the jars. */
        String file() {
            return file;
        }
    }

    private final Path program;
    private final Path jar;
    private final Path scratch;

    /**
     * For the classes of one program.
     *
     * @param program the command {@code guichet}
     * @param jar its jar
     * @param scratch a directory for files, and to run in
     */
    ClassArchive(Path program, Path jar, Path scratch) {
        this.program = program;
        this.jar = jar;
        this.scratch = scratch;
    }

    /**
     * Runs the program a few times and writes an archive of what it loads. Blocks for some seconds.
     *
     * @throws IOException with what Java or guichet said, if there is none in the end
     */
    void write(Kind kind, Path archive) throws IOException, InterruptedException {
        Set<String> classes = new LinkedHashSet<>();
        Path list = scratch.resolve("classes");
        switch (kind) {
            case DAEMON -> {
                for (String accounts : List.of(TrainingConfiguration.EMBEDDED, TrainingConfiguration.SQL)) {
                    new TrainingRun(program, scratch).list(TrainingConfiguration.in(scratch, accounts), list);
                    collect(list, classes);
                }
            }
            case COMMANDS -> {
                Path configuration = TrainingConfiguration.in(scratch, TrainingConfiguration.EMBEDDED)
                        .file();
                for (List<String> command : COMMANDS) {
                    run(
                            list,
                            command.stream()
                                    .map(word -> word.equals(FILE) ? configuration.toString() : word)
                                    .toList());
                    collect(list, classes);
                }
            }
        }
        Files.write(list, classes);
        dump(list, archive);
    }

    private static void collect(Path list, Collection<String> classes) throws IOException {
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list)) {
                // Those of other loaders are defined by numbers.
                if (!line.contains(" source: ")) {
                    classes.add(NUMBER.matcher(line).replaceFirst(""));
                }
            }
            Files.delete(list);
        }
    }

    private void run(Path list, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(arguments);
        builder.environment()
                .putAll(Map.of("JAVA_HOME", TrainingRun.javaHome(), "GUICHET_LIST_CLASSES", list.toString()));
        builder.environment().remove("GUICHET_JAVA_OPTS");
        // What came of it does not matter: it has loaded classes.
        boolean unused = ended(builder, scratch.resolve("said"));
    }

    private void dump(Path list, Path archive) throws IOException, InterruptedException {
        Path said = scratch.resolve("said");
        // The layout of objects depends on the size of the heap in runtimes with other settings than those of
        // bin/guichet.
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(TrainingRun.javaHome(), "bin", "java").toString(),
                "-Xshare:dump",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                jar.toString());
        if (!ended(builder, said) || !Files.exists(archive)) {
            throw new IOException(Files.readString(said).strip());
        }
    }

    private boolean ended(ProcessBuilder builder, Path said) throws IOException, InterruptedException {
        Process process = builder.directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == ExitStatus.OK;
    }
}
