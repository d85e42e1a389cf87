package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.server.Leftovers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a file table beside its place and then puts it there in one step, so that Postfix sees the old file or the new one
 * and never a part. The new file has the mode, and if this process may, the owner of the old one; else mode 0644.
 */
final class TableFileWriter {

    private static final String PREFIX = ".guichet-export-";
    private static final long POSTMAP_MINUTES = 30;

    /** Older directories are of processes that were killed. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final List<Path> POSTMAP =
            List.of(Path.of("/usr/sbin/postmap"), Path.of("/usr/local/sbin/postmap"), Path.of("/usr/bin/postmap"));

    private TableFileWriter() {}

    /**
     * Writes.
     *
     * @param text in the form of {@link TableText}
     * @throws CommandFailure when the directory cannot be written to, or postmap fails; the old file is untouched
     */
    static void write(ExportTarget target, String text) throws CommandFailure {
        try {
            Leftovers.remove(target.directory(), PREFIX, Leftovers.olderThan(LONGEST, InstantSource.system()));
            Path directory = Files.createTempDirectory(target.directory(), PREFIX);
            try {
                Path source = Files.writeString(directory.resolve("table"), text);
                Path made = target.type() == ExportTarget.Type.TEXTHASH
                        ? source
                        : postmap(directory, target.type(), source);
                likeTheOldOne(made, target.file());
                sync(made, StandardOpenOption.WRITE);
                Files.move(made, target.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync(target.directory(), StandardOpenOption.READ);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.TEMPORARY, "cannot write " + target.file() + ": " + reason(target, e));
        }
    }

    private static String reason(ExportTarget target, IOException e) {
        if (!Files.isDirectory(target.directory())) {
            return "there is no directory " + target.directory();
        }
        return e instanceof AccessDeniedException
                ? "this user may not write to " + target.directory()
                : String.valueOf(e.getMessage());
    }

    /** Runs postmap with a configuration of its own: what it makes depends on nothing in main.cf. */
    private static Path postmap(Path directory, ExportTarget.Type type, Path source)
            throws IOException, CommandFailure {
        Path program = POSTMAP.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.TEMPORARY, "there is no postmap, which makes files of this type; install Postfix"));
        Files.writeString(directory.resolve("main.cf"), "compatibility_level = 3.6\n");
        Files.writeString(directory.resolve("master.cf"), "");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(program.toString(), "-c", directory.toString(), type.word() + ":" + source)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(POSTMAP_MINUTES, TimeUnit.MINUTES);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new CommandFailure(
                        ExitStatus.TEMPORARY,
                        "postmap failed: "
                                + Printable.clipped(Files.readString(log).strip()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitStatus.TEMPORARY, "interrupted");
        }
        return source.resolveSibling(source.getFileName() + type.suffix());
    }

    private static void likeTheOldOne(Path made, Path old) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        Optional<PosixFileAttributes> before = Files.exists(old, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readAttributes(old, PosixFileAttributes.class))
                : Optional.empty();
        if (before.isPresent()) {
            PosixFileAttributes now = view.readAttributes();
            if (!now.group().equals(before.get().group())) {
                view.setGroup(before.get().group());
            }
            if (!now.owner().equals(before.get().owner())) {
                view.setOwner(before.get().owner());
            }
        }
        view.setPermissions(before.map(PosixFileAttributes::permissions)
                .orElseGet(() -> PosixFilePermissions.fromString("rw-r--r--")));
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
