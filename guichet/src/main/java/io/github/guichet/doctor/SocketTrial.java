package io.github.guichet.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Really connects to a socket as another user and from inside a chroot, and says nothing there. Takes root and perl(1), which
 * every Debian has: a Java runtime cannot change its root.
 */
final class SocketTrial {

    /** Loads what it needs, goes inside, becomes the user, connects. */
    private static final String SCRIPT = """
            use Socket;
            my ($root, $uid, $gid, $groups, $path) = @ARGV;
            socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!\\n";
            my $to = pack_sockaddr_un($path);
            chdir($root) && chroot($root) && chdir("/") or die "chroot $root: $!\\n" if $root ne "/";
            $) = "$gid $groups"; $( = $gid; $< = $> = $uid;
            die "cannot become user $uid\\n" if $> != $uid || $< != $uid;
            alarm 5;
            connect($s, $to) or die "$!\\n";
            close $s;
            """;

    private SocketTrial() {}

    /** Whether it can be tried here. */
    static boolean isPossible(Tool tool) {
        return "root".equals(System.getProperty("user.name"))
                && tool.find("perl").isPresent();
    }

    /**
     * Tries.
     *
     * @return why it did not work; empty when it did
     */
    static Optional<String> obstacle(Tool tool, SystemUser user, Path root, Path socket)
            throws CannotLookException, InterruptedException {
        Path inside = root.getNameCount() > 0 && socket.startsWith(root)
                ? Path.of("/").resolve(root.relativize(socket))
                : socket;
        if (!Files.exists(root)) {
            return Optional.of("there is no " + root);
        }
        StringBuilder groups = new StringBuilder();
        user.groups().forEach(group -> groups.append(group).append(' '));
        Tool.Said said = tool.run(
                "perl",
                "-e",
                SCRIPT,
                root.toString(),
                Integer.toString(user.uid()),
                Integer.toString(user.gid()),
                groups.toString().strip(),
                inside.toString());
        return said.exit() == 0 ? Optional.empty() : Optional.of(Postfix.firstLine(said.err()));
    }
}
