package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host for the init script: directories of its own, a network of its own in which a port below 1024 is free, and a user who may
 * bind it as little as read the secret.
 */
final class JsvcSite implements AutoCloseable {

    static final int PORT = 783;
    static final String USER = "nobody";

    final Path config;
    final Path log;
    final Path pidFile;
    final Path run;
    private final Path secret;
    private final Path tree;
    private final Path defaults;
    private final ServerProcess network;

    private JsvcSite(Workspace work) throws IOException {
        Program.JSVC.path();
        tree = tree(work);
        run = work.path("run");
        log = work.log("guichet.log");
        pidFile = work.path("guichet.pid");
        network = ServerProcess.start(
                List.of(Program.UNSHARE.path(), "--net", "/bin/sleep", "600"),
                work.path(),
                work.path("net.log"),
                Map.of());
        Path here = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        network.await(() -> !Files.readSymbolicLink(Path.of("/proc/" + network.pid() + "/ns/net"))
                .equals(here));
        inNetwork(Program.IP.path(), "link", "set", "lo", "up").succeeds();
        Path state = work.directory("state");
        Command.run(Program.CHOWN.path(), USER, state.toString()).succeeds();
        secret = work.file("db.password", "open sesame\n");
        Command.run(Program.CHMOD.path(), "0400", secret.toString()).succeeds();
        Path users = work.file("users", "alice:{PLAIN}good:20000:20001::/home/alice::\n");
        config = work.file("guichet.toml", """
                [cache]
                snapshot = "%1$s"
                [state]
                directory = "%1$s"
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:3306/mail"
                user = "guichet"
                password-file = "%2$s"
                [map.stored]
                for = "virtual_alias_maps"
                source = "db"
                query = "SELECT goto FROM alias WHERE address='%%s'"
                [map.alias]
                for = "virtual_alias_maps"
                values = { "a@guichet.test" = "c@guichet.test" }
                [socketmap]
                listen = ["unix:%3$s/socketmap.sock", "inet:127.0.0.1:%4$d"]
                [accounts]
                file = "%5$s"
                [dovecot-auth]
                listen-client = ["unix:%3$s/auth.sock"]
                [policy]
                listen = ["unix:%3$s/policy.sock"]
                [[policy.rule]]
                name = "says so"
                action = "450 4.7.1 asked"
                [milter]
                listen = ["unix:%3$s/milter.sock"]
                authserv-id = "mx.guichet.test"
                [[milter.rule]]
                name = "who logged in"
                check = "auth-results"
                [metrics]
                listen = "inet:127.0.0.1:9108"
                [admin]
                listen = "unix:%3$s/admin.sock"
                """.formatted(state, secret, run, PORT, users));
        defaults = work.file("defaults", """
                GUICHET=%s/bin/guichet
                GUICHET_CONFIG=%s
                GUICHET_USER=%s
                GUICHET_RUN=%s
                GUICHET_PIDFILE=%s
                GUICHET_LOG=%s
                """.formatted(tree, config, USER, run, pidFile, log));
    }

    static JsvcSite start(Workspace work) throws IOException {
        return work.closing(new JsvcSite(work));
    }

    /** The packaged tree, or a copy if its directory is closed to the user. */
    private static Path tree(Workspace work) {
        Path packaged = Path.of(Program.GUICHET.path()).resolveSibling("..").normalize();
        Command readable = Command.run(
                Program.RUNUSER.path(),
                "-u",
                USER,
                "--",
                "test",
                "-r",
                packaged.resolve("lib/guichet.jsa").toString());
        if (readable.exit() == 0) {
            return packaged;
        }
        Path copy = work.path("tree");
        Command.run("/bin/cp", "-a", packaged.toString(), copy.toString()).succeeds();
        // The archive of classes fits the place it was made for.
        Command.run(copy.resolve("bin/guichet").toString(), "archive").succeeds();
        return copy;
    }

    /** {@code /etc/init.d/guichet ACTION}. */
    Command init(String action) {
        return inNetwork(
                "/usr/bin/env",
                "GUICHET_DEFAULTS=" + defaults,
                tree.resolve("init.d/guichet").toString(),
                action);
    }

    /** jsvc by hand, waiting for the start. */
    Command jsvc(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                tree.resolve("bin/guichet").toString(), "--jsvc", "-user", USER, "-pidfile", pidFile.toString()));
        line.addAll(List.of("-wait", "10", "-outfile", log.toString(), "-errfile", log.toString()));
        line.add("io.github.guichet.command.JsvcDaemon");
        line.addAll(List.of(arguments));
        return inNetwork(line.toArray(String[]::new));
    }

    /** A command of guichet as the user that it serves as. */
    Command asUser(String command) {
        return Command.run(
                Program.RUNUSER.path(),
                "-u",
                USER,
                "--",
                tree.resolve("bin/guichet").toString(),
                command,
                "--config",
                config.toString());
    }

    /** A command that makes files of the user. */
    void user(String... line) {
        Command.run(line).succeeds();
        Command.run(Program.CHOWN.path(), USER, line[line.length - 1]).succeeds();
    }

    /** The process that serves can read it again. */
    void secretIsOfTheUser() {
        Command.run(Program.CHOWN.path(), USER, secret.toString()).succeeds();
    }

    /** Only who starts can read it. */
    void secretIsOfRoot() {
        Command.run(Program.CHOWN.path(), "root", secret.toString()).succeeds();
    }

    void signal(String signal, long pid) {
        Command.run("/bin/sh", "-c", "kill -" + signal + " " + pid).succeeds();
    }

    /** The process that serves. */
    long child() throws IOException {
        return Long.parseLong(Files.readString(pidFile).strip());
    }

    /** Ends the minute that jsvc waits before it starts a process again that lived for less than one. */
    long startedAgain() throws IOException {
        long controller = processes().get(0);
        Waiting.until("jsvc has started it again", () -> {
            if (processes().size() < 2) {
                signal("USR1", controller);
            }
            return init("status").exit() == 0;
        });
        return child();
    }

    /** All that jsvc runs here. */
    List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(" -pidfile " + pidFile + " "))
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    String text() throws IOException {
        return Files.readString(log);
    }

    /** Asks each daemon a question through its protocol, until all answer. */
    void awaitAnswers(String alias) {
        Waiting.until("answers of the four daemons", () -> {
            assertThat(overTcp("alias a@guichet.test")).isEqualTo("OK " + alias);
            try (SocketmapClient client = SocketmapClient.unix(run.resolve("socketmap.sock"))) {
                assertThat(client.ask("alias", "a@guichet.test")).isEqualTo("OK " + alias);
            }
            try (PolicyClient client = PolicyClient.unix(run.resolve("policy.sock"))) {
                assertThat(client.ask(PolicyQuestion.rcpt("a@guichet.test", "b@guichet.test")))
                        .isEqualTo("450 4.7.1 asked");
            }
            assertThat(logIn()).isEqualTo("OK\t7\tuser=alice");
            assertThat(negotiated()).isEqualTo((byte) 'O');
            return true;
        });
    }

    private String logIn() throws IOException {
        try (Lines auth = new Lines(open("auth.sock"))) {
            String response = Base64.getEncoder().encodeToString("\0alice\0good".getBytes(StandardCharsets.UTF_8));
            auth.write("VERSION\t1\t0\nCPID\t1\nAUTH\t7\tPLAIN\tservice=smtp\tresp=" + response + "\n");
            String line = auth.read();
            while (!line.isEmpty() && !line.startsWith("OK\t") && !line.startsWith("FAIL\t")) {
                line = auth.read();
            }
            return line;
        }
    }

    /** The command in which a milter answers SMFIC_OPTNEG of Postfix: version 6, all that it can do. */
    private byte negotiated() throws IOException {
        try (SocketChannel milter = open("milter.sock")) {
            ByteBuffer offer = ByteBuffer.allocate(17).putInt(13).put((byte) 'O');
            milter.write(offer.putInt(6).putInt(0x1ff).putInt(0x1fffff).flip());
            DataInputStream in = new DataInputStream(Channels.newInputStream(milter));
            assertThat(in.readInt()).isPositive();
            return in.readByte();
        }
    }

    private SocketChannel open(String name) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(run.resolve(name)));
        return channel;
    }

    /** A question at the port below 1024, from within its network. */
    private String overTcp(String question) throws IOException {
        Command asked =
                inNetwork(Program.PERL.path(), "-MIO::Socket::INET", "-e", """
                my ($port, $question) = @ARGV;
                my $socket = IO::Socket::INET->new("127.0.0.1:$port") or exit 1;
                alarm 20;
                print $socket length($question), ":", $question, ",";
                $socket->flush;
                my $reply = "";
                1 while $reply !~ /,$/ && sysread($socket, $reply, 1000, length $reply);
                print $reply;
                """, Integer.toString(PORT), question);
        if (asked.exit() != 0) {
            throw new IOException(asked.toString());
        }
        return asked.out().replaceAll("^[0-9]+:|,$", "");
    }

    private Command inNetwork(String... command) {
        List<String> line =
                new ArrayList<>(List.of(Program.NSENTER.path(), "--net=/proc/" + network.pid() + "/ns/net"));
        Stream.of(command).forEach(line::add);
        return Command.run(line, "");
    }

    @Override
    public void close() {
        init("stop");
        network.kill();
    }
}
