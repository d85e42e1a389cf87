package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Unix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a Unix socket, from its preparation to its removal.
 *
 * <p>The socket is bound under another name, in a directory that only this process can enter, gets its mode and owner there, and
 * is then renamed to where peers look for it. So peers meet either the old socket or the new one with all its rights, and a
 * socket file that a killed process left behind is replaced without a moment in which there is none.
 */
final class SocketFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(SocketFile.class);
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int NAME_LENGTH = 6;
    private static final String PREPARATION_PREFIX = ".g";
    private static final String PREPARED = "s";

    /** Much longer than it takes to bind and rename; older ones are of processes that were killed meanwhile. */
    private static final Duration PREPARATION = Duration.ofMinutes(1);

    private Unix address;
    private final Path preparation;
    private @Nullable Object published;
    private Optional<PosixFileAttributes> asMade = Optional.empty();

    private SocketFile(Unix address, Path preparation) {
        this.address = address;
        this.preparation = preparation;
    }

    /**
     * Looks at what is there and makes room for the new socket.
     *
     * @throws ListenException when the directory is missing, another process listens there, or the file is no socket
     */
    static SocketFile prepare(Unix address) throws ListenException {
        Path path = address.path();
        Path directory = directory(path);
        if (!Files.isDirectory(directory)) {
            throw new ListenException(address + ": the directory " + directory + " does not exist; create it first");
        }
        refuseUnlessStale(address);
        Leftovers.remove(
                directory,
                PREPARATION_PREFIX,
                Leftovers.olderThan(PREPARATION, InstantSource.system()).and(SocketFile::isPreparation));
        try {
            Path preparation = directory.resolve(PREPARATION_PREFIX + randomName());
            Files.createDirectory(
                    preparation, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new SocketFile(address, preparation);
        } catch (AccessDeniedException e) {
            throw new ListenException(address + ": no permission to create a socket in " + directory, e);
        } catch (IOException e) {
            throw new ListenException(address + ": cannot create a socket in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Where to bind. */
    Path preparedPath() {
        return preparation.resolve(PREPARED);
    }

    /** Gives the bound socket its mode and owner and moves it to its place. */
    void publish() throws ListenException {
        Path prepared = preparedPath();
        try {
            asMade = Optional.of(attributes(prepared).readAttributes());
            setOwner(prepared);
            Files.setAttribute(prepared, "unix:mode", address.mode());
            Object key = key(prepared);
            Files.move(prepared, address.path(), StandardCopyOption.ATOMIC_MOVE);
            published = key;
        } catch (IOException e) {
            throw new ListenException(address + ": cannot put the socket in its place: " + e, e);
        } finally {
            discard();
        }
    }

    /**
     * Gives the socket that is in its place another mode or owner.
     *
     * @param other the same path
     */
    void change(Unix other) throws ListenException {
        Unix before = address;
        address = other;
        try {
            if (asMade.isPresent()) {
                // Who is not named any more is who it would be without a name.
                PosixFileAttributeView view = attributes(other.path());
                if (before.group().isPresent() && other.group().isEmpty()) {
                    view.setGroup(asMade.get().group());
                }
                if (before.user().isPresent() && other.user().isEmpty()) {
                    view.setOwner(asMade.get().owner());
                }
            }
            setOwner(other.path());
            Files.setAttribute(other.path(), "unix:mode", other.mode());
        } catch (IOException e) {
            throw new ListenException(other + ": cannot change the socket's owner or mode: " + e, e);
        }
    }

    /** Removes what the preparation left. */
    void discard() {
        deleteQuietly(preparedPath());
        deleteQuietly(preparation);
    }

    /** Removes the socket file, unless another process has put its own there meanwhile. */
    void remove() {
        try {
            if (published != null && published.equals(key(address.path()))) {
                Files.deleteIfExists(address.path());
            }
        } catch (IOException e) {
            // Gone already, or the directory is not ours any more: what remains is a stale file, which the next start
            // replaces.
            published = null;
        }
    }

    /** Somebody else may have a directory of such a name, too: nothing but our socket is in ours. */
    private static boolean isPreparation(Path directory) {
        if (String.valueOf(directory.getFileName()).length() != PREPARATION_PREFIX.length() + NAME_LENGTH) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.allMatch(file -> file.endsWith(PREPARED));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void refuseUnlessStale(Unix address) throws ListenException {
        Path path = address.path();
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & FILE_TYPE) != SOCKET) {
                throw new ListenException(
                        address + ": " + path + " exists and is not a socket; remove it or choose another path");
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new ListenException(address + ": cannot look at " + path + ": " + e, e);
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Without blocking: a listener whose queue is full is alive too.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return;
        } catch (BindException e) {
            // Java's name for "permission denied" here.
            throw new ListenException(address + ": no permission to find out whether " + path + " is in use", e);
        } catch (IOException e) {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            LOGGER.debug("{} is in use: {}", path, e.toString());
        }
        throw new ListenException(address + ": another process listens on " + path + "; stop it first");
    }

    private void setOwner(Path socket) throws IOException, ListenException {
        PosixFileAttributeView view = attributes(socket);
        UserPrincipalLookupService names = socket.getFileSystem().getUserPrincipalLookupService();
        Optional<String> group = address.group();
        if (group.isPresent()) {
            try {
                view.setGroup(names.lookupPrincipalByGroupName(group.get()));
            } catch (UserPrincipalNotFoundException e) {
                throw new ListenException(address + ": there is no group '" + group.get() + "'", e);
            } catch (IOException e) {
                throw new ListenException(
                        address + ": cannot give the socket to group '" + group.get()
                                + "': only root and members of the group may",
                        e);
            }
        }
        Optional<String> user = address.user();
        if (user.isPresent()) {
            try {
                view.setOwner(names.lookupPrincipalByName(user.get()));
            } catch (UserPrincipalNotFoundException e) {
                throw new ListenException(address + ": there is no user '" + user.get() + "'", e);
            } catch (IOException e) {
                throw new ListenException(
                        address + ": cannot give the socket to user '" + user.get() + "': only root may", e);
            }
        }
    }

    private static PosixFileAttributeView attributes(Path socket) {
        return Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static Path directory(Path path) {
        Path directory = path.getParent();
        if (directory == null) {
            throw new IllegalArgumentException(path + " has no directory");
        }
        return directory;
    }

    private static String randomName() {
        Random random = ThreadLocalRandom.current();
        String digits = new BigInteger(48, random).toString(36);
        return ("000000" + digits).substring(digits.length() + "000000".length() - NAME_LENGTH);
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A leftover that cannot be removed now harms nobody: it is hidden, private and never looked at again.
            return;
        }
    }
}
