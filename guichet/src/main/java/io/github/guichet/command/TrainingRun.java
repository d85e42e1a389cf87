package io.github.guichet.command;

import java.io.IOException;
import java.io.InputStream;
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
 * Runs guichet once as a daemon that is asked a few questions, and has Java list the classes that it loads. The options are those of
 * every other start, because the same script chooses them. The daemon listens in the scratch directory and on a free loopback port.
 */
final class TrainingRun {

    private static final int PATIENCE_SECONDS = 60;

    /** What no answer has: reads until the connection is closed. */
    private static final String NOTHING = "\uffff";

    /** A mail, as Postfix shows it to a milter; see the grammar of the wire protocol. */
    private static final String MAIL = packet("O\0\0\0\6\0\0\1\u00ff\0\u001f\u00ff\u00ff")
            + packet("Cclient.example.com\0004\0\u0019192.0.2.1\0")
            + packet("Hclient.example.com\0")
            + packet("DMi\0ABC\0{auth_authen}\0a\0")
            + packet("M<a@example.com>\0")
            + packet("R<b@example.org>\0")
            + packet("T")
            + packet("LFrom\0Ann <a@example.com>\0")
            + packet("LReceived\0from [192.0.2.7]\0")
            + packet("N")
            + packet("Bhello\r\n")
            + packet("E")
            + packet("Q");

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
     * Has the list of classes written. Nobody answers where the sources of the run are said to be: the drivers are loaded all the same.
     *
     * @throws IOException with what Java and guichet said, if there is none in the end
     */
    void list(TrainingConfiguration configuration, Path classes) throws IOException, InterruptedException {
        Path log = scratch.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "serve",
                        "--config",
                        configuration.file().toString())
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", javaHome());
        builder.environment().put("GUICHET_LIST_CLASSES", classes.toString());
        builder.environment().keySet().removeAll(List.of("GUICHET_JAVA_OPTS", "LISTEN_FDS"));
        // Nobody listens there.
        builder.environment().put("NOTIFY_SOCKET", scratch.resolve("notify").toString());
        Process daemon = builder.start();
        // Nobody waits for ever for an answer, least of all dpkg: connections end with the daemon.
        after(PATIENCE_SECONDS, daemon::destroy);
        after(2 * PATIENCE_SECONDS, daemon::destroyForcibly);
        try {
            exercise(daemon, configuration.metrics());
        } catch (IOException e) {
            // What is missing, such as a loopback interface, only makes the archive smaller; the daemon's log has the
            // cause.
            Files.writeString(log, e + "\n", StandardOpenOption.APPEND);
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
        if (!Files.exists(classes)) {
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
        ask("milter.sock", MAIL, NOTHING);
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            in.readAllBytes();
        }
    }

    private static String packet(String command) {
        return "\0\0\0" + (char) command.length() + command;
    }

    /** Reads until the end of the answer is there or the connection is closed. */
    private void ask(String socket, String question, String end) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(scratch.resolve(socket)));
            channel.write(StandardCharsets.ISO_8859_1.encode(question));
            StringBuilder said = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4000);
            while (said.indexOf(end) < 0 && channel.read(buffer) > 0) {
                said.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                buffer.clear();
            }
        }
    }
}
