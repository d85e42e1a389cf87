package io.github.guichet.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code guichet archive}: makes {@code lib/guichet.jsa} and {@code lib/guichet-commands.jsa}, or what these are links to. An archive belongs to one build of Java and to the
 * very jars beside it; another Java starts without it.
 */
@Command(
        name = "archive",
        description = {
            "Makes the archives of loaded classes for this machine's Java runtime, with which guichet starts in half of the time:"
                    + " runs a daemon of its own, that nobody else can reach, for some seconds.",
            "The Debian package does that by itself, also when another Java is installed.",
            "Exit status: 0 the archives are there, 69 this Java runtime wrote none."
        })
final class ArchiveCommand implements Callable<Integer> {

    @Option(names = "--if-needed", description = "Does nothing for an archive that is there and fits the Java runtime.")
    private boolean ifNeeded;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Path jar = jar();
        Path program = jar.resolveSibling("../bin/guichet").normalize();
        try (Scratch scratch = Scratch.create()) {
            ClassArchive maker = new ClassArchive(program, jar, scratch.directory());
            for (ClassArchive.Kind kind : ClassArchive.Kind.values()) {
                Path archive = target(jar.resolveSibling(kind.file()));
                if (!ifNeeded || !Files.exists(archive) || !fits(program, archive, scratch.directory())) {
                    replace(archive, maker, kind);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, "no archive was made: " + e.getMessage());
        }
        return ExitStatus.OK;
    }

    private static void replace(Path archive, ClassArchive maker, ClassArchive.Kind kind)
            throws IOException, InterruptedException {
        // A reader maps the file into its memory: it must never see half of it, or another one's bytes.
        Path fresh = archive.resolveSibling(
                archive.getFileName() + ".new" + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        try {
            maker.write(kind, fresh);
            // Whatever the umask of an administrator is: what the service cannot read, it starts without, and says
            // nothing.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            // Else a power failure may leave a file that is cut off under the name of the whole one.
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The jar that this class is from, in the directory of the archive. */
    private static Path jar() {
        try {
            return Path.of(ArchiveCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toRealPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a link leads: also when nothing is there yet. */
    private static Path target(Path archive) throws IOException {
        return Files.isSymbolicLink(archive)
                ? archive.resolveSibling(Files.readSymbolicLink(archive)).normalize()
                : archive;
    }

    /** Whether Java starts with the archive when it may not start without it. A broken archive may even crash it. */
    private static boolean fits(Path program, Path archive, Path scratch) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version")
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        TrainingRun.javaHome(),
                        "GUICHET_JAVA_OPTS",
                        "-Xshare:on -XX:SharedArchiveFile=" + archive));
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
