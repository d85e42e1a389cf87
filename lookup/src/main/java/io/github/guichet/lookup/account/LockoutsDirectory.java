package io.github.guichet.lookup.account;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where lockouts are kept: two files with the same content, and a third, empty one that is locked by whoever writes them, because
 * several processes may. All of it blocks. Used by one thread at a time.
 */
final class LockoutsDirectory {

    static final String FILE = "lockouts";
    static final String COPY = "lockouts.copy";
    private static final String LOCK = "lockouts.lock";

    private static final Logger LOG = LoggerFactory.getLogger(LockoutsDirectory.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final long PAUSE_NANOS = 5_000_000;

    /** What tells one state of a file from another. */
    private record Mark(
            long size, FileTime modified, @Nullable Object inode) {}

    /**
     * Who is locked.
     *
     * @param lockouts all that can be read, by user
     * @param whole whether that is all; otherwise somebody may be missing, and the files have to be written again
     */
    record Content(Map<String, Lockout> lockouts, boolean whole) {}

    /** Something that reads and writes while no other process does. */
    @FunctionalInterface
    interface Exclusive {
        void run() throws IOException;
    }

    private final Path directory;
    private final LockoutsFile file;
    private final LockoutsFile copy;
    /** The first file when it was last read or written here. */
    private Optional<Mark> known = Optional.empty();

    LockoutsDirectory(Path directory) {
        this.directory = directory;
        this.file = new LockoutsFile(directory.resolve(FILE));
        this.copy = new LockoutsFile(directory.resolve(COPY));
    }

    /**
     * All that can be read, of both files if the first is not whole. Changes and logs nothing.
     *
     * @throws IOException if a file is there and nobody can say what is in it
     */
    Map<String, Lockout> read() throws IOException {
        return together(file.read(), copy.read());
    }

    /** The same, for a process that begins: damage is logged, and damaged files are put aside. */
    Content load() throws IOException {
        known = mark();
        Optional<LockoutsFile.Content> first = file.read();
        Optional<LockoutsFile.Content> second = copy.read();
        boolean damaged = damaged(file, first, second.isPresent());
        damaged |= damaged(copy, second, first.isPresent());
        return new Content(together(first, second), !damaged);
    }

    /** Whether another process has written since this one last looked. */
    boolean isChanged() throws IOException {
        return !mark().equals(known);
    }

    /** What another process wrote since this one last looked; empty if nothing. */
    Optional<Content> changed() throws IOException {
        Optional<Mark> now = mark();
        if (now.equals(known)) {
            return Optional.empty();
        }
        Optional<LockoutsFile.Content> content = file.read();
        known = now;
        if (content.isPresent() && content.get().damage().isEmpty()) {
            return Optional.of(new Content(together(content, Optional.empty()), true));
        }
        LOG.error(
                "lockouts: {} is {}; whoever is locked stays locked",
                file.path(),
                content.flatMap(LockoutsFile.Content::damage).orElse("gone"));
        return Optional.of(new Content(together(content, Optional.empty()), false));
    }

    /** Writes these and nothing else; when it returns they are on disk. */
    void write(Collection<Lockout> lockouts) throws IOException {
        file.write(lockouts);
        copy.write(lockouts);
        known = mark();
    }

    /** Does something while no other process does the same. */
    void exclusively(Exclusive task) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), options, mode);
                FileLock lock = locked(channel)) {
            if (lock.isValid()) {
                task.run();
            }
        }
    }

    /** A process that stands still may hold the lock, and must not hold this one up for ever. */
    private FileLock locked(FileChannel channel) throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            Optional<FileLock> lock = tried(channel);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("another process has locked " + directory.resolve(LOCK) + " for "
                        + LONGEST_WAIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Optional<FileLock> tried(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // the same as by another process
        }
    }

    private Optional<Mark> mark() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return Optional.of(new Mark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Lockout> together(
            Optional<LockoutsFile.Content> first, Optional<LockoutsFile.Content> second) {
        Map<String, Lockout> all = new LinkedHashMap<>();
        first.ifPresent(content -> add(content, all));
        if (first.filter(content -> content.damage().isEmpty()).isEmpty()) {
            second.ifPresent(content -> add(content, all));
        }
        return all;
    }

    /** Of two that name the same user, the one that is whole. */
    private static void add(LockoutsFile.Content content, Map<String, Lockout> all) {
        for (Lockout one : content.lockouts()) {
            all.merge(one.user(), one, (known, other) -> other.since().equals(Instant.EPOCH) ? known : other);
        }
    }

    /** Whether a file has to be written again. */
    private static boolean damaged(LockoutsFile file, Optional<LockoutsFile.Content> content, boolean other)
            throws IOException {
        if (content.isEmpty()) {
            if (other) {
                LOG.error("lockouts: {} is gone; who is locked was taken from its twin", file.path());
            }
            return other;
        }
        Optional<String> damage = content.get().damage();
        if (damage.isPresent()) {
            LOG.error(
                    "lockouts: {} is damaged: {}. It is now {}. Everybody who can be read in it or in its twin is locked;"
                            + " see whether somebody is missing, or was unlocked before: guichet lockout --list",
                    file.path(),
                    damage.get(),
                    file.putAside());
        }
        return damage.isPresent();
    }
}
