package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Debian with hardly more than what guichet's package depends on, to install it in and throw away: a layer over a tree of
 * {@code .ci/debian-tree}, mounted where nobody else sees it, with a network that has only its own loopback. Nothing of it is left
 * when the last process in it has ended, but the layer in the workspace.
 */
public final class CleanDebian {

    private static final String MOUNT = """
            tree=$1 layer=$2
            mount -t overlay overlay -o "lowerdir=$tree,upperdir=$layer/upper,workdir=$layer/scratch" "$layer/root"
            mount -t proc proc "$layer/root/proc"
            mount -t tmpfs tmpfs "$layer/root/run"
            mount --rbind /dev "$layer/root/dev"
            ip link set lo up
            exec chroot "$layer/root" sleep infinity
            """;

    private final Workspace work;
    private final ServerProcess holder;

    private CleanDebian(Workspace work, ServerProcess holder) {
        this.work = work;
        this.holder = holder;
    }

    /** Prepares one of a suite, {@code bookworm} or {@code trixie}; it ends with the workspace. */
    public static CleanDebian start(Workspace work, String suite) {
        Path cache = Optional.ofNullable(System.getenv("GUICHET_TRIXIE"))
                .map(tree -> Path.of(tree).resolveSibling("."))
                .orElse(Path.of("/var/cache/guichet"));
        Path tree = cache.resolve("clean-" + suite).normalize();
        if (!Files.exists(tree.resolve("etc/guichet-packages"))) {
            throw new AssertionError(tree + " is missing: run .ci/debian-tree clean-" + suite + " as root");
        }
        for (String directory : List.of("upper", "scratch", "root")) {
            work.directory("layer/" + directory);
        }
        ServerProcess holder = ServerProcess.start(
                List.of(
                        "/usr/bin/unshare",
                        "--mount",
                        "--net",
                        "--propagation",
                        "private",
                        "/bin/sh",
                        "-ec",
                        MOUNT,
                        "sh",
                        tree.toString(),
                        work.path("layer").toString()),
                work.path(),
                work.log("debian.log"),
                Map.of());
        work.closing(holder::kill);
        CleanDebian debian = new CleanDebian(work, holder);
        holder.await(() -> Files.exists(debian.path("etc/guichet-packages")));
        return debian;
    }

    /** A path inside, as it is seen from outside: files can be read and written there, and sockets connected to. */
    public Path path(String inside) {
        return Path.of("/proc/" + holder.pid() + "/root").resolve(inside);
    }

    /** Runs a command inside, as root and with no terminal. */
    public Command run(String... line) {
        return Command.run(line(line), "");
    }

    /** Starts a server inside. */
    public ServerProcess serve(List<String> line) {
        ServerProcess server =
                ServerProcess.start(line(line.toArray(String[]::new)), work.path(), work.log("server.log"), Map.of());
        work.closing(() -> {
            if (server.isAlive()) {
                server.stop();
            }
        });
        return server;
    }

    /** Copies a file into it. */
    public void bring(Path file, String inside) {
        try {
            Files.copy(file, path(inside));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> line(String... words) {
        List<String> line = new ArrayList<>(List.of("/usr/bin/nsenter", "--target", Long.toString(holder.pid())));
        line.addAll(List.of("--mount", "--net", "--root", "--wd", "/usr/bin/env", "-i", "LC_ALL=C"));
        line.addAll(List.of("DEBIAN_FRONTEND=noninteractive", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
        line.addAll(List.of(words));
        return line;
    }
}
