package io.github.guichet.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs guichet once as a daemon that is asked a few questions, so that Java can keep the classes that it loaded. The options are those of
 * every other start, because the same script chooses them. The daemon listens in the scratch directory and on a free loopback port.
 */
final class TrainingRun {

    private static final int PATIENCE_SECONDS = 60;

    private final Path program;
    private final Path scratch;

    TrainingRun(Path program, Path scratch) {
        this.program = program;
        this.scratch = scratch;
    }

    /** The Java runtime of this process, for children that are to run on the same. */
    static String javaHome() {
        return System.getProperty("java.home", "");
    }

    /**
     * Has the archive written. Nobody answers where the sources of the run are said to be: the drivers are loaded all the same.
     *
     * @throws IOException with what Java and guichet said, if there is none in the end
     */
    void write(Path archive) throws IOException, InterruptedException {
        int port = freePort();
        Path config = Files.writeString(scratch.resolve("guichet.toml"), """
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
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%3$d/mail"
                user = "nobody"
                password = "none"
                deadline = "1s"
                [map.sql]
                for = "virtual_alias_maps"
                source = "db"
                query = "SELECT goto FROM alias WHERE address = '%%s'"
                [source.directory]
                type = "ldap"
                urls = ["ldap://127.0.0.1:%3$d"]
                base = "dc=example"
                deadline = "1s"
                [map.ldap]
                for = "virtual_mailbox_maps"
                source = "directory"
                filter = "mail=%%s"
                result-attributes = ["mail"]
                [send-as]
                alias-maps = ["both"]
                [state]
                directory = "%1$s"
                [socketmap]
                listen = "unix:%1$s/socketmap.sock"
                [accounts]
                source = "local"
                [dovecot-auth]
                listen-client = "unix:%1$s/auth.sock"
                listen-master = "unix:%1$s/master.sock"
                [policy]
                listen = "unix:%1$s/policy.sock"
                [[policy.rule]]
                name = "own addresses"
                check = "send-as"
                [[policy.rule]]
                name = "rate"
                check = "rate"
                limits = "100/1h"
                [milter]
                listen = "unix:%1$s/milter.sock"
                [[milter.rule]]
                name = "From:"
                check = "header-from"
                [[milter.rule]]
                name = "privacy"
                check = "privacy"
                [metrics]
                listen = "inet:127.0.0.1:%2$d"
                [admin]
                listen = "unix:%1$s/admin.sock"
                """.formatted(scratch, port, freePort()));
        Path log = scratch.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "serve", "--config", config.toString())
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", javaHome());
        builder.environment().put("GUICHET_WRITE_ARCHIVE", archive.toString());
        builder.environment().keySet().removeAll(List.of("GUICHET_JAVA_OPTS", "NOTIFY_SOCKET", "LISTEN_FDS"));
        Process daemon = builder.start();
        // Nobody waits for ever for an answer, least of all dpkg: connections end with the daemon.
        after(PATIENCE_SECONDS, daemon::destroy);
        after(2 * PATIENCE_SECONDS, daemon::destroyForcibly);
        try {
            exercise(daemon, port);
        } catch (IOException e) {
            // What is missing, such as a loopback interface, only makes the archive smaller; the daemon's log has the
            // cause.
            Files.writeString(log, e + "\n", StandardOpenOption.APPEND);
        } finally {
            daemon.destroy(); // SIGTERM: Java writes the archive at its end
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
        if (!Files.exists(archive)) {
            throw new IOException(Files.readString(log).strip());
        }
    }

    private static void after(int seconds, Runnable task) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(task);
    }

    private void exercise(Process daemon, int port) throws IOException, InterruptedException {
        Path last = scratch.resolve("admin.sock");
        for (int i = 0; i < PATIENCE_SECONDS * 20 && daemon.isAlive() && !Files.exists(last); i++) {
            Thread.sleep(50);
        }
        for (String question : List.of(
                "both a@example.com",
                "both x+y@example.com",
                "alias z@example.com",
                "none a",
                "sql a@example.com",
                "ldap a@example.com")) {
            ask("socketmap.sock", question.length() + ":" + question + ",", ",");
        }
        ask("policy.sock", "request=smtpd_access_policy\nsasl_username=a\nsender=a@example.com\n\n", "\n\n");
        // A log-in and a user record; the store is not there, so the one ends with a closed connection and the other
        // with FAIL.
        ask("auth.sock", "VERSION\t1\t0\nCPID\t1\nAUTH\t1\tPLAIN\tservice=smtp\tnologin\tresp=AGEAYg==\n", "FAIL\t1");
        ask("master.sock", "VERSION\t1\t0\nUSER\t1\ta\tservice=lmtp\n", "FAIL\t1");
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            in.readAllBytes();
        }
    }

    /** Reads until the end of the answer is there or the connection is closed. */
    private void ask(String socket, String question, String end) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(scratch.resolve(socket)));
            channel.write(StandardCharsets.US_ASCII.encode(question));
            StringBuilder said = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4000);
            while (said.indexOf(end) < 0 && channel.read(buffer) > 0) {
                said.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
