package io.github.guichet.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two generations of Debian whose Postfix and Dovecot are tested, and how their programs are run on this one machine. */
public enum Debian {
    /** Debian 12: Postfix 3.7 and Dovecot 2.3, the programs of this machine. */
    BOOKWORM("2.3", Optional.empty()),

    /** Debian 13: Postfix 3.10 and Dovecot 2.4, in the tree that {@code .ci/debian-tree} prepares. */
    TRIXIE(
            "2.4",
            Optional.of(
                    Path.of(Optional.ofNullable(System.getenv("GUICHET_TRIXIE")).orElse("/var/cache/guichet/trixie"))));

    /**
     * Runs the rest of the line in the tree given first, which has this machine's /tmp, so workspaces have the same path inside.
     * The mounts are the process's own and end with it, however it ends. It stays one process, so its id is the program's.
     */
    private static final List<String> ENTER =
            List.of("/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-ec", """
            tree=$1
            shift
            for part in tmp proc dev; do
                mount --rbind /$part "$tree/$part"
            done
            exec chroot "$tree" "$@"
            """, "sh");

    private final String dovecot;
    private final Optional<Path> tree;

    Debian(String dovecot, Optional<Path> tree) {
        this.dovecot = dovecot;
        this.tree = tree;
    }

    /** The version of Dovecot: {@code 2.3} or {@code 2.4}. */
    public String dovecot() {
        return dovecot;
    }

    /**
     * The command line that runs a program of this generation; its arguments may name paths in workspaces.
     *
     * @throws AssertionError with what to do, if the program is not there
     */
    public List<String> line(Program program, String... arguments) {
        List<String> line = new ArrayList<>();
        if (tree.isPresent()) {
            if (!Files.exists(tree.get().resolve("etc/guichet-packages"))) {
                throw new AssertionError(tree.get() + " is missing: run .ci/debian-tree as root");
            }
            line.addAll(ENTER);
            line.add(tree.get().toString());
            line.add(program.placeIn(tree.get()));
        } else {
            line.add(program.path());
        }
        line.addAll(List.of(arguments));
        return line;
    }

    /**
     * Runs a script as root in a copy of the tree, which is gone when the script ends; nothing but the tree is in its reach.
     *
     * @throws AssertionError for the generation that is this machine
     */
    public Command changed(String script) {
        Path lower = tree.orElseThrow(() -> new AssertionError("this machine is not changed"));
        return Command.run(
                List.of(
                        "/usr/bin/unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "/bin/sh",
                        "-ec",
                        """
                mount -t tmpfs tmpfs /mnt
                mkdir /mnt/upper /mnt/work /mnt/tree
                mount -t overlay -o "lowerdir=$1,upperdir=/mnt/upper,workdir=/mnt/work" overlay /mnt/tree
                exec chroot /mnt/tree /bin/sh -e
                """,
                        "sh",
                        lower.toString()),
                script);
    }

    /** Runs a program of this generation to its end, without input. */
    public Command run(Program program, String... arguments) {
        return Command.run(line(program, arguments), "");
    }
}
