package io.github.guichet.lookup.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of the store as the file system shows it: who may see it, and who made it. */
final class StoreFile {

    private StoreFile() {}

    /**
     * Makes sure that there is a file that others cannot read, in a directory that others cannot write to.
     *
     * @throws StoreException says which mode is wrong and how to change it
     */
    static void prepare(Path file) throws StoreException {
        if (file.toString().indexOf('?') >= 0) {
            throw new StoreException(StoreException.Kind.FAILED, file + ": its path must not contain a question mark");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new StoreException(StoreException.Kind.FAILED, file + ": its directory does not exist");
        }
        try {
            PosixFileAttributes parent = Files.readAttributes(directory, PosixFileAttributes.class);
            if (parent.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new StoreException(
                        StoreException.Kind.FAILED,
                        file + ": anybody could put another file in its place; chmod o-w " + directory);
            }
            if (!Files.exists(file)) {
                create(file, parent);
            }
            for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
                if (permission.name().startsWith("OTHERS_")) {
                    throw new StoreException(
                            StoreException.Kind.FAILED,
                            file + ": it holds secrets and others can read it; chmod o= " + file);
                }
            }
            if (!Files.isReadable(file) || !Files.isWritable(file) || !Files.isWritable(directory)) {
                throw new StoreException(
                        StoreException.Kind.FAILED,
                        file + ": this user cannot read and write it and its directory; SQLite needs both");
            }
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.FAILED, file + ": " + e, e);
        }
    }

    /** Root makes it the directory's owner's, so that the daemon can use what a command created. */
    private static void create(Path file, PosixFileAttributes parent) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return; // another process was quicker
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.getOwner().equals(parent.owner()) && view.getOwner().getName().equals("root")) {
            view.setOwner(parent.owner());
            view.setGroup(parent.group());
        }
    }
}
