package io.github.guichet.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that a process makes for a moment and removes again, and that one leaves behind which is killed in that moment. Whoever
 * makes the next one removes them, so that they do not become more. Nothing here throws or stops the service.
 */
public final class Leftovers {

    private static final Logger LOGGER = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /**
     * Removes directories with the files in them; of those with directories in them nothing but the files.
     *
     * @param place where they are
     * @param prefix with which their names begin
     * @param stale whether nobody uses a directory any more
     * @return how many are gone
     */
    public static int remove(Path place, String prefix, Predicate<Path> stale) {
        int removed = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place)) {
            for (Path directory : found) {
                // No links, and nothing of other users, who may be whoever in /tmp.
                if (String.valueOf(directory.getFileName()).startsWith(prefix)
                        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                        && own(directory)
                        && stale.test(directory)) {
                    removed += remove(directory) ? 1 : 0;
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("{}: leftovers stay: {}", place, e.toString());
        }
        return removed;
    }

    /**
     * Whether nothing was put into a directory for so long.
     *
     * @param age longer than anybody could need it
     */
    public static Predicate<Path> olderThan(Duration age, InstantSource clock) {
        return directory -> {
            try {
                FileTime changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
                return changed.toInstant().isBefore(clock.instant().minus(age));
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** Removes one directory with the files in it. */
    public static boolean remove(Path directory) {
        Path name = directory.getFileName();
        Path place = directory.toAbsolutePath().getParent();
        if (name == null || place == null) {
            return false;
        }
        try (DirectoryStream<Path> outer = Files.newDirectoryStream(place)) {
            // Linux has the secure kind: by descriptors, so that nobody can put a link in the place of the directory
            // meanwhile.
            if (!(outer instanceof SecureDirectoryStream<Path> secure)) {
                return false;
            }
            try (SecureDirectoryStream<Path> inner = secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path found : inner) {
                    Path file = found.getFileName();
                    if (!isDirectory(inner, file)) {
                        inner.deleteFile(file);
                    }
                }
            }
            secure.deleteDirectory(name);
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            LOGGER.debug("{} stays: {}", directory, e.toString());
            return false;
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> inner, Path file) throws IOException {
        return inner.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private static boolean own(Path directory) throws IOException {
        Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
}
