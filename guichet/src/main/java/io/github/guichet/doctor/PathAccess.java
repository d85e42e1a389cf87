package io.github.guichet.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a user can get to a socket: by the mode bits of every directory on the way and of the socket. Knows nothing of ACLs. */
final class PathAccess {

    private static final int SEARCH = 1;
    private static final int WRITE = 2;

    private PathAccess() {}

    /**
     * What stands in the way.
     *
     * @param root where the way begins: the chroot directory, or {@code /}
     * @param socket below it
     * @return empty when nothing does
     */
    static Optional<String> obstacle(SystemUser user, Path root, Path socket) throws CannotLookException {
        Path way = root;
        Path rest = socket.startsWith(root) ? root.relativize(socket) : socket;
        for (int i = 0; i < rest.getNameCount(); i++) {
            Optional<FileFacts> directory = FileFacts.of(way);
            if (directory.isPresent() && !user.may(directory.get(), SEARCH).orElse(true)) {
                return Optional.of("the user " + user.name() + " may not search the directory " + way + " ("
                        + directory.get().text() + ")");
            }
            way = way.resolve(rest.getName(i));
            if (Files.isSymbolicLink(way) && i < rest.getNameCount() - 1 && root.getNameCount() == 0) {
                way = PeerAddress.real(way);
            }
        }
        if (Files.isSymbolicLink(way) && root.getNameCount() == 0) {
            Path target = PeerAddress.real(way);
            return target.equals(way) ? Optional.of(way + " is a link to nothing") : obstacle(user, root, target);
        }
        Optional<FileFacts> facts = FileFacts.of(way);
        if (facts.isEmpty()) {
            return Optional.of("there is no " + way);
        } else if (!facts.get().isSocket()) {
            return Optional.of(way + " is no socket");
        } else if (!user.may(facts.get(), WRITE).orElse(true)) {
            return Optional.of("the user " + user.name() + " may not write to " + way + " ("
                    + facts.get().text() + "), and without that nobody connects");
        }
        return Optional.empty();
    }
}
