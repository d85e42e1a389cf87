package io.github.guichet.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostExaminationsTest {

    private static final SystemUser NOBODY = new SystemUser("nobody", 65_534, 65_534, Set.of(65_534));

    @TempDir(factory = ShortDirectory.class)
    private Path directory = Path.of("");

    /** The path of a Unix socket has at most 107 bytes. */
    static final class ShortDirectory implements org.junit.jupiter.api.io.TempDirFactory {
        @Override
        public Path createTempDirectory(
                org.junit.jupiter.api.extension.AnnotatedElementContext element,
                org.junit.jupiter.api.extension.ExtensionContext context)
                throws IOException {
            return Files.createTempDirectory(Path.of("/tmp"), "d");
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void saysWhatStandsInTheWayOfAUser() throws Exception {
        mode(directory, "rwxr-xr-x");
        Path inner = Files.createDirectory(directory.resolve("in"));
        Path socket = inner.resolve("s");
        assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), socket)).contains("there is no " + socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            mode(inner, "rwxr-xr-x");
            mode(socket, "rw-rw----");
            assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), socket).orElse(""))
                    .contains("may not write to");
            mode(socket, "rw-rw-rw-");
            assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), socket)).isEmpty();
            Path link = Files.createSymbolicLink(directory.resolve("link"), socket);
            assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), link)).isEmpty();
            mode(inner, "rwx------");
            assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), socket).orElse(""))
                    .contains("search the directory " + inner);
            assertThat(PathAccess.obstacle(NOBODY, directory, directory.resolve("in/s"))
                            .orElse(""))
                    .contains("search");
        }
        assertThat(PathAccess.obstacle(NOBODY, Path.of("/"), directory.resolve("link"))
                        .orElse(""))
                .isNotEmpty();
    }

    @Test
    void doesNotLetEverybodyToThePrivateSockets() throws Exception {
        mode(directory, "rwxr-xr-x");
        Path socket = directory.resolve("m");
        Setup setup = new Setups()
                .listen(Listening.Role.AUTH_MASTER, "unix:" + socket)
                .listen(Listening.Role.POLICY, "inet:0.0.0.0:10001")
                .setup();
        assertThat(Setups.texts(new SocketsExamination(setup))).anyMatch(t -> t.startsWith("error: not there"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            mode(socket, "rw-rw-rw-");
            assertThat(Setups.texts(new SocketsExamination(setup)))
                    .anyMatch(t -> t.startsWith("error: every user") && t.contains("chmod o-rwx " + socket))
                    .anyMatch(t -> t.startsWith("warning: the policy port"));
            mode(directory, "rwx------");
            assertThat(Setups.texts(new SocketsExamination(setup))).noneMatch(t -> t.startsWith("error"));
        }
    }

    @Test
    void saysThatAReloadWasForgotten() throws Exception {
        Path config = Files.writeString(directory.resolve("g.toml"), "");
        Instant now = Files.getLastModifiedTime(config).toInstant().plusSeconds(100);
        String json =
                "{\"version\":\"1\",\"pid\":7,\"uptime-seconds\":%d,\"sources\":[{\"name\":\"db\",\"state\":\"down\",\"reason\":\"a \\\" b\"}]}";
        RunningDaemon old = new RunningDaemon(() -> new RunningDaemon.Answer.Status(json.formatted(1000)));
        assertThat(Setups.texts(new DaemonExamination(old, config, "2", InstantSource.fixed(now))))
                .anyMatch(t -> t.startsWith("error") && t.contains("db: a"))
                .anyMatch(t -> t.contains("guichet 1 is running, 2 is installed"))
                .anyMatch(t -> t.contains("was changed at") && t.contains("guichet reload"));
        RunningDaemon fresh = new RunningDaemon(
                () -> new RunningDaemon.Answer.Status(json.formatted(50).replace("down", "up")));
        assertThat(Setups.texts(new DaemonExamination(fresh, config, "1", InstantSource.fixed(now))))
                .allMatch(t -> t.startsWith("ok"));
        RunningDaemon mute = new RunningDaemon(RunningDaemon.Answer.NotAskable::new);
        assertThat(Setups.texts(new DaemonExamination(mute, config, "1", InstantSource.fixed(now))))
                .allMatch(t -> t.startsWith("could not look"));
        assertThat(new Doctor(Duration.ofSeconds(20), (n, i, of) -> {})
                        .examine(List.of(new JvmExamination(mute, directory)))
                        .get(0)
                        .worst())
                .isEqualTo(Severity.NOTE);
    }

    @Test
    void readsLimitsAndJavaFromProc() throws Exception {
        Path process = Files.createDirectories(directory.resolve("7"));
        Files.createDirectories(directory.resolve("sys/net/core"));
        Files.writeString(directory.resolve("sys/net/core/somaxconn"), "128\n");
        Files.writeString(
                process.resolve("limits"),
                "Max open files            1024                 4096                 files\n");
        Files.writeString(
                process.resolve("cmdline"), "java\0-Xmx64m\0-XX:SharedArchiveFile=/x/g.jsa\0-agentlib:jdwp=x\0");
        Files.writeString(process.resolve("maps"), "7f00 /usr/lib/jvm/lib/libjvm.so\n");
        Files.writeString(process.resolve("cgroup"), "0::/../../nowhere\n");
        Path java = Files.createDirectories(directory.resolve("jre/bin")).resolve("java");
        Files.writeString(directory.resolve("jre/release"), "JAVA_VERSION=\"11.0.2\"\nIMPLEMENTOR=\"X\"\n");
        Files.createSymbolicLink(process.resolve("exe"), java);
        RunningDaemon daemon = new RunningDaemon(
                () -> new RunningDaemon.Answer.Status("{\"pid\":7,\"caches\":[{\"bytes\":60000000}]}"));
        Setup setup = new Setups().listen(Listening.Role.POLICY, "unix:/a/b").setup();
        assertThat(Setups.texts(new LimitsExamination(setup, daemon, directory)))
                .anyMatch(t -> t.startsWith("warning: guichet may open 1024 files"))
                .anyMatch(t -> t.contains("somaxconn is 128"))
                .anyMatch(t -> t.contains("the caches hold 57 MB"));
        assertThat(Setups.texts(new JvmExamination(daemon, directory)))
                .anyMatch(t -> t.startsWith("error") && t.contains("Java 11"))
                .anyMatch(t -> t.startsWith("error") && t.contains("jdwp"))
                .anyMatch(t -> t.startsWith("note") && t.contains("guichet archive"));
        Files.writeString(process.resolve("cmdline"), "");
        assertThat(new JvmExamination(daemon, directory).examine()).isNotEmpty();
    }

    @Test
    void wantsPasswordsUnread() throws Exception {
        Path open = Files.writeString(directory.resolve("a.cf"), "user = x\npassword = y\n");
        Path harmless = Files.writeString(directory.resolve("b.cf"), "query = SELECT password_expiry FROM x\n");
        mode(open, "rw-r--r--");
        mode(harmless, "rw-r--rw-");
        List<String> texts = Setups.texts(new ConfigurationExamination(
                directory.resolve("none"), List.of("g.toml:1:1: x: bad"), List.of(open, harmless)));
        assertThat(texts)
                .hasSize(3)
                .anyMatch(t -> t.startsWith("error: g.toml:1:1"))
                .anyMatch(t -> t.startsWith("warning: everybody on this host may read " + open))
                .anyMatch(t -> t.startsWith("error: everybody on this host may change " + harmless));
    }

    @Test
    void readsDovecotsBlocksWhateverTheyHold() {
        DovecotBlock root = DovecotBlock.parse(String.join(
                "\n",
                "# c",
                "base_dir = /b",
                "service imap-login {",
                "  executable = imap-login /s.sock",
                "  unix_listener a/b {",
                "    mode = 0",
                "  }",
                "}",
                "}",
                "}",
                "x = 1",
                "y {\n".repeat(1000)));
        assertThat(root.get("x")).isEqualTo("1");
        assertThat(root.block("service", "imap-login").map(b -> b.get("executable")))
                .isEqualTo(Optional.of("imap-login /s.sock"));
    }
}
