package io.github.guichet.command;

import io.github.guichet.server.Leftovers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory into which SQLite's driver, Netty and JNA unpack their native libraries. Each would do so in /tmp itself, and take its
 * file away only when the JVM ends in good order: SQLite's is a megabyte, and stays there for ever when the process is killed.
 *
 * <p>The directory is locked for as long as its process lives. Whoever is next removes those that are not.
 */
final class NativeLibraries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
    private static final String NAME = "guichet-lib-";
    private static final String LOCK = "lock";
    private static final List<String> PROPERTIES =
            List.of("org.sqlite.tmpdir", "io.netty.native.workdir", "jna.tmpdir");

    /** Longer than a process takes from the making of its directory to the lock in it. */
    private static final Duration UNLOCKED = Duration.ofMinutes(1);

    private final Optional<Path> directory;
    private final Optional<FileChannel> lock;

    private NativeLibraries(Optional<Path> directory, Optional<FileChannel> lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory, before any of the libraries is loaded. If it cannot, they do as they would.
     *
     * @param temporary where
     */
    static NativeLibraries in(Path temporary) {
        Leftovers.remove(temporary, NAME, NativeLibraries::abandoned);
        try {
            Path directory = Files.createTempDirectory(temporary, NAME);
            // Locked before it has its name: whoever finds it without a lock may remove the directory.
            Path unnamed = directory.resolve(LOCK + ".new");
            FileChannel lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            Files.move(unnamed, directory.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
            for (String property : PROPERTIES) {
                // Whoever has said something else with -D knows why.
                if (System.getProperty(property) == null) {
                    System.setProperty(property, directory.toString());
                }
            }
            return new NativeLibraries(Optional.of(directory), Optional.of(lock));
        } catch (IOException e) {
            LOG.debug("no directory for native libraries in {}", temporary, e);
            return new NativeLibraries(Optional.empty(), Optional.empty());
        }
    }

    private static boolean abandoned(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.exists(file)) {
            Predicate<Path> old = Leftovers.olderThan(UNLOCKED, InstantSource.system());
            return old.test(directory);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * This one, or another if somebody has removed the directory meanwhile: systemd-tmpfiles(8) clears /tmp of what was not touched for ten
     * days, and a library that is needed for the first time by then must still find a place.
     */
    NativeLibraries orAnother(Path temporary) {
        if (directory.isEmpty() || isThere(directory.get())) {
            return this;
        }
        close();
        return in(temporary);
    }

    /** Whether it is still there, and ours: in its place anybody may have put his own. */
    private static boolean isThere(Path directory) {
        try {
            return Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getOwner(Path.of("/proc/self")));
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the directory. What is loaded stays loaded; what is not yet is unpacked no more. */
    @Override
    public void close() {
        directory.ifPresent(path -> {
            for (String property : PROPERTIES) {
                if (path.toString().equals(System.getProperty(property))) {
                    System.clearProperty(property);
                }
            }
            if (isThere(path)) {
                Leftovers.remove(path);
            }
        });
        lock.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("the lock of {} cannot be closed", directory, e);
            }
        });
    }
}
