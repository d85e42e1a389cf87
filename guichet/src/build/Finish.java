import io.github.guichet.command.Guichet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.AutoComplete;

/**
 * The last step of the build: writes the shell completion into the tree, then runs guichet out of it once, as a daemon that is asked
 * a few questions, and keeps the classes that it loaded in lib/guichet.jsa. With that archive guichet starts in a
 * third of the time. The archive belongs to one Java build; another one starts without it.
 */
final class Finish {

    private final Path tree;
    private final Path work;

    private Finish(Path tree, Path work) {
        this.tree = tree;
        this.work = work;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path tree = Path.of(arguments[0]);
        Path completions = Files.createDirectories(tree.resolve("share/completions"));
        Files.writeString(completions.resolve("guichet"), AutoComplete.bash("guichet", Guichet.commandLine()));
        Path work = Files.createTempDirectory("guichet-build-");
        try {
            new Finish(tree, work).archive();
        } finally {
            try (var files = Files.walk(work)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void archive() throws IOException, InterruptedException {
        Path config = Files.writeString(work.resolve("guichet.toml"), """
                [cache]
                snapshot = "%1$s"
                [source.local]
                type = "embedded"
                path = "%1$s/guichet.db"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                [map.values]
                for = "virtual_alias_maps"
                values = { "a@example.com" = "b@example.com" }
                [map.both]
                first-of = ["values", "alias"]
                [socketmap]
                listen = "unix:%1$s/socketmap.sock"
                [accounts]
                source = "local"
                [dovecot-auth]
                listen-client = "unix:%1$s/auth.sock"
                listen-master = "unix:%1$s/master.sock"
                [metrics]
                listen = "inet:127.0.0.1:%2$d"
                [admin]
                listen = "unix:%1$s/admin.sock"
                """.formatted(work, freePort()));
        Path archive = tree.resolve("lib/guichet.jsa");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-jar",
                tree.resolve("lib/guichet.jar").toString()));
        command.addAll(List.of("serve", "--config", config.toString()));
        Path log = work.resolve("log");
        Process daemon = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            exercise(daemon, config);
        } finally {
            daemon.destroy(); // SIGTERM: it writes the archive while it stops
            if (!daemon.waitFor(2, TimeUnit.MINUTES)) {
                daemon.destroyForcibly();
            }
        }
        if (!Files.exists(archive)) {
            throw new IOException("no archive was made: " + Files.readString(log));
        }
    }

    private void exercise(Process daemon, Path config) throws IOException, InterruptedException {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(work.resolve("socketmap.sock"));
        Path admin = work.resolve("admin.sock");
        for (int i = 0; i < 1200 && daemon.isAlive() && !Files.exists(admin); i++) {
            Thread.sleep(50);
        }
        for (String question : List.of("both a@example.com", "both x+y@example.com", "alias z@example.com", "none a")) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(socket);
                channel.write(StandardCharsets.US_ASCII.encode(question.length() + ":" + question + ","));
                channel.read(ByteBuffer.allocate(1000));
            }
        }
        // A log-in and a user record; the store is not there, so the one ends with a closed connection and the other with FAIL.
        ask("auth.sock", "VERSION\t1\t0\nCPID\t1\nAUTH\t1\tPLAIN\tservice=smtp\tnologin\tresp=AGEAYg==\n");
        ask("master.sock", "VERSION\t1\t0\nUSER\t1\ta\tservice=lmtp\n");
        for (String arguments : List.of("status", "flush --all", "lookup both a@example.com")) {
            List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
            words.add("--config=" + config);
            Guichet.commandLine(words.toArray(String[]::new)).execute(words.toArray(String[]::new));
        }
        String toml = Files.readString(config);
        String url = toml.substring(toml.indexOf("inet:") + 5).split("\"", 2)[0];
        try (var in = URI.create("http://" + url + "/metrics").toURL().openStream()) {
            in.readAllBytes();
        }
    }

    /** Reads until the answer is there or the connection is closed. */
    private void ask(String name, String lines) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(work.resolve(name)));
            channel.write(StandardCharsets.US_ASCII.encode(lines));
            StringBuilder said = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4000);
            while (!said.toString().contains("FAIL\t1") && channel.read(buffer) > 0) {
                said.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
