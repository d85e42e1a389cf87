package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The units as systemd reads them, and a process that is restarted under load while somebody else holds its sockets. */
class SystemdIT {

    private static final int RESTARTS = 10;
    private static final int TRIES = 2;
    private static final double EXPOSURE = 1.5;
    private static final int NOBODY = 65534;
    private static final Path UNITS =
            Path.of(Program.GUICHET.path()).resolveSibling("../systemd").normalize();

    private final Workspace work = new Workspace();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger more = new AtomicInteger();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private volatile boolean enough;

    @AfterEach
    void close() {
        work.close();
    }

    /** A tree with the units and what they refer to, so that nothing of this machine plays a part. */
    private List<String> tree() throws IOException {
        work.file("root/usr/bin/guichet", "#!/bin/sh\n");
        Command.run(
                        Program.CHMOD.path(),
                        "755",
                        work.path("root/usr/bin/guichet").toString())
                .succeeds();
        List<String> names = new ArrayList<>();
        try (Stream<Path> units = Files.list(UNITS)) {
            for (Path unit : units.filter(Files::isRegularFile).sorted().toList()) {
                String name = unit.getFileName().toString();
                work.file("root/etc/systemd/system/" + name, Files.readString(unit));
                names.add(name.replace("@.", "@policy."));
            }
        }
        try (Stream<Path> theirs = Files.list(Path.of("/usr/lib/systemd/system"))) {
            for (Path unit :
                    theirs.filter(file -> file.toString().endsWith(".target")).toList()) {
                work.file("root/usr/lib/systemd/system/" + unit.getFileName(), Files.readString(unit));
            }
        }
        return names;
    }

    @Test
    void unitsAreCleanAndLeaveLittleOpen() throws Exception {
        List<String> units = tree();
        assertThat(units).contains("guichet.service", "guichet@policy.service", "guichet-socketmap.socket");
        String root = "--root=" + work.path("root");
        List<String> line = new ArrayList<>(List.of(Program.SYSTEMD_ANALYZE.path(), "verify", "--man=no", root));
        line.addAll(units);
        Command verify = Command.run(line, "");
        assertThat(verify.out() + verify.err()).isEmpty();
        verify.succeeds();
        for (String service : List.of("guichet.service", "guichet@policy.service")) {
            Command security = Command.run(
                    Program.SYSTEMD_ANALYZE.path(), "security", root, "--offline=yes", "--no-pager", service);
            Matcher figure = Pattern.compile("Overall exposure level for \\S+: (\\d+\\.\\d+)")
                    .matcher(security.out());
            assertThat(figure.find()).as(security.out()).isTrue();
            System.out.println("systemd: exposure of " + service + " " + figure.group(1));
            assertThat(Double.parseDouble(figure.group(1))).isLessThanOrEqualTo(EXPOSURE);
        }
    }

    @Test
    void makesItsUserAndItsDirectories() throws Exception {
        String root = "--root=" + work.directory("root");
        work.directory("root/etc");
        Command.run(
                        Program.SYSTEMD_SYSUSERS.path(),
                        root,
                        UNITS.resolve("sysusers.d/guichet.conf").toString())
                .succeeds();
        assertThat(Files.readString(work.path("root/etc/passwd")))
                .contains("guichet:")
                .contains("/usr/sbin/nologin");
        // Creates only; what is there stays.
        Command.run(
                        Program.SYSTEMD_TMPFILES.path(),
                        "--create",
                        root,
                        UNITS.resolve("tmpfiles.d/guichet.conf").toString())
                .succeeds();
        assertThat(work.path("root/run/guichet")).isDirectory();
        assertThat(work.path("root/var/lib/guichet")).isDirectory();
    }

    @Test
    void nobodyIsRefusedWhileTheProcessIsRestartedUnderLoad() throws Exception {
        Path config = work.file("guichet.toml", """
                [map.example]
                values = { "a@example.com" = "b@example.com" }
                [socketmap]
                listen = [{ systemd = "guichet-socketmap" }]
                """);
        Path script = work.file("manager.py", UnitSandbox.resource("/systemd/manager.py"));
        Process manager = new ProcessBuilder(
                        Program.PYTHON.path(),
                        script.toString(),
                        work.path().toString(),
                        Integer.toString(RESTARTS),
                        "0.3",
                        Path.of(Program.GUICHET.path()).toAbsolutePath().toString(),
                        "serve",
                        "--config",
                        config.toString())
                .redirectError(work.log("manager.log").toFile())
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(manager.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(Objects.requireNonNull(said.readLine()).replace("port ", ""));
            List<SocketAddress> places = List.of(
                    UnixDomainSocketAddress.of(work.path("activated.sock")),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            List<Thread> clients = new ArrayList<>();
            // They ask before anybody serves, too.
            for (int i = 0; i < 4; i++) {
                SocketAddress place = places.get(i % 2);
                boolean stays = i >= 2;
                Thread client = new Thread(() -> ask(place, stays), "client " + i);
                client.start();
                clients.add(client);
            }
            assertThat(said.readLine()).isEqualTo("ready");
            String end = said.readLine();
            enough = true;
            for (Thread client : clients) {
                client.join(60_000);
                assertThat(client.isAlive()).isFalse();
            }
            assertThat(end)
                    .as(Files.readString(work.path("manager.log")))
                    .startsWith("restarted " + RESTARTS + " alive ");
            manager.getOutputStream().close();
            assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(manager.exitValue()).isZero();
        } finally {
            enough = true;
            manager.destroy();
        }
        System.out.printf(
                "restart: %d with socket activation under load: %d answered, %d connections refused, %d lost, %d asked again (%d more than once)%n",
                RESTARTS, answered.get(), refused.get(), lost.size(), again.get(), more.get());
        assertThat(answered.get()).isGreaterThan(100);
        assertThat(refused.get()).isZero();
        assertThat(lost).isEmpty();
    }

    /** What a unit tells the administrator to write is the name that systemd passes. */
    @Test
    void eachSocketUnitPassesTheNameThatItTellsAndComesWithTheService() throws IOException {
        int units = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(UNITS, "*.socket")) {
            for (Path file : files) {
                units++;
                String unit = Files.readString(file);
                Matcher told = Pattern.compile("systemd = \"([a-z-]+)\"").matcher(unit);
                assertThat(told.find()).as(file.toString()).isTrue();
                assertThat(unit)
                        .contains("\nFileDescriptorName=" + told.group(1) + "\n")
                        .contains("\nWantedBy=sockets.target guichet.service\n");
            }
        }
        assertThat(units).isEqualTo(9);
    }

    /** Real socket activation, real credentials, and as much of the unit's hardening as can be had without systemd. */
    @Test
    void servesUnderTheSettingsOfTheUnitOnSocketsThatArePassedByName() throws Exception {
        Path tree = work.directory("tree");
        Command.run("/bin/cp", "-r", UNITS.resolveSibling(".").normalize() + "/.", tree.toString())
                .succeeds();
        Path sandbox = UnitSandbox.compile(work, UNITS.resolve("guichet.service"));
        Command.run(
                        "/usr/bin/sqlite3",
                        work.path("db").toString(),
                        "create table a (k text, v text); insert into a values ('a@example.com', 'b@example.com')")
                .succeeds();
        Path credential = work.file("credentials/db.password", "secret\n");
        Command.run(
                        Program.CHOWN.path(),
                        "-R",
                        Integer.toString(NOBODY),
                        work.path("credentials").toString())
                .succeeds();
        Command.run(Program.CHMOD.path(), "400", credential.toString()).succeeds();
        Path config = work.file("guichet.toml", """
                [source.file]
                type = "sql"
                url = "jdbc:sqlite:%s"
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:1/x"
                user = "u"
                password-credential = "db.password"
                [map.example]
                source = "file"
                query = "SELECT v FROM a WHERE k='%%s'"
                [map.down]
                source = "db"
                query = "SELECT v FROM a WHERE k='%%s'"
                [socketmap]
                listen = [{ systemd = "maps" }]
                """.formatted(work.path("db")));
        int port = work.freePort();
        Path log = work.log("activated.log");
        ServerProcess process = work.closing(new Stopped(ServerProcess.start(
                        List.of(
                                Program.SYSTEMD_ACTIVATE.path(),
                                "--listen=" + work.path("maps.sock"),
                                "--listen=127.0.0.1:" + port,
                                "--listen=" + work.path("nobody.sock"),
                                "--fdname=maps:maps:forgotten",
                                "--setenv=CREDENTIALS_DIRECTORY=" + work.path("credentials"),
                                "--setenv=PATH",
                                sandbox.toString(),
                                Integer.toString(NOBODY),
                                tree.resolve("bin/guichet").toString(),
                                "serve",
                                "--config",
                                config.toString()),
                        work.path(),
                        log,
                        java.util.Map.of())))
                .process();
        Waiting.until("the sockets are there", () -> Files.readString(log).contains("nobody.sock as 5"));
        try (SocketmapClient unix = SocketmapClient.unix(work.path("maps.sock"));
                SocketmapClient inet =
                        SocketmapClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThat(unix.ask("example", "a@example.com")).isEqualTo("OK b@example.com");
            assertThat(inet.ask("example", "a@example.com")).isEqualTo("OK b@example.com");
            assertThat(inet.ask("down", "a@example.com")).startsWith("TEMP ");
        }
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        assertThat(status)
                .containsPattern("Uid:\\s+" + NOBODY)
                .containsPattern("NoNewPrivs:\\s+1")
                .containsPattern("Seccomp:\\s+2")
                .containsPattern("CapBnd:\\s+0+\n")
                .containsPattern("CapEff:\\s+0+\n");
        assertThat(process.stop()).isZero();
        assertThat(Files.readString(log))
                .contains("systemd passed a socket forgotten, and no daemon that runs has")
                .doesNotContain("secret");
        // Stopped, and the socket is still there for the next one.
        assertThat(work.path("maps.sock")).exists();
        System.out.println("systemd: served under the filter of system calls of guichet.service, as nobody, by name");
    }

    private record Stopped(ServerProcess process) implements AutoCloseable {
        @Override
        public void close() {
            process.stop();
        }
    }

    @Test
    void aNameThatSystemdDidNotPassEndsTheStart() {
        Path config = work.file("guichet.toml", """
                [map.example]
                values = { "a@example.com" = "b@example.com" }
                [socketmap]
                listen = [{ systemd = "maps" }]
                """);
        Command serve = Command.run(Program.GUICHET.path(), "serve", "--config", config.toString());
        assertThat(serve.exit()).isEqualTo(69);
        assertThat(serve.err()).contains("cannot listen on systemd:maps: systemd passed no sockets to this process");
    }

    /** A question whose connection breaks is asked again, over a new one; Postfix does so once, and then puts the mail off. */
    private void ask(SocketAddress place, boolean stays) {
        Optional<SocketmapClient> client = Optional.empty();
        while (!enough) {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                try {
                    SocketmapClient asked = client.orElseGet(() -> SocketmapClient.connect(place));
                    client = Optional.of(asked);
                    assertThat(asked.ask("example", "a@example.com")).isEqualTo("OK b@example.com");
                    answered.incrementAndGet();
                    break;
                } catch (RuntimeException | AssertionError e) {
                    if (e.getCause() instanceof ConnectException) {
                        refused.incrementAndGet();
                    }
                    client.ifPresent(SocketmapClient::close);
                    client = Optional.empty();
                    again.incrementAndGet();
                    more.addAndGet(attempt == 1 ? 1 : 0);
                    if (attempt == TRIES - 1) {
                        lost.add(place + ": " + e);
                    }
                }
            }
            if (!stays) {
                client.ifPresent(SocketmapClient::close);
                client = Optional.empty();
            }
        }
        client.ifPresent(SocketmapClient::close);
    }
}
