package io.github.guichet.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where keys of hashes come from: a file that only guichet reads, or the memory of this process. */
final class LogKeys {

    /** In the directory of {@code [state]}. */
    static final String FILE = "log.key";

    private final LogKey process = LogKey.random();

    /** The one that ends with the process. */
    LogKey ofProcess() {
        return process;
    }

    /** The one of a directory, made if there is none yet; that of the process if it cannot be had. */
    LogKey of(Optional<Path> directory) {
        if (directory.isEmpty()) {
            return process;
        }
        Path file = directory.get().resolve(FILE);
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length == LogKey.BYTES) {
                return new LogKey(key);
            }
            log().warn("{} is not a key of {} bytes; hashes in the log change at the next start", file, LogKey.BYTES);
        } catch (IOException e) {
            log().warn("{} cannot be used: {}; hashes in the log change at the next start", file, e.toString());
        }
        return process;
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[LogKey.BYTES];
        new SecureRandom().nextBytes(key);
        Path whole = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(whole, key);
            Files.createLink(file, whole); // fails if another process was first, whose key then holds
        } catch (FileAlreadyExistsException e) {
            log().debug("{} was made by another process", file);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    // Not a constant: the first logger must not be made before the log is installed.
    private static Logger log() {
        return LoggerFactory.getLogger(LogKeys.class);
    }
}
