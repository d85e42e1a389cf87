package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.StoppedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB of our own, in a temporary directory, on a Unix socket and a free loopback port. */
public final class MariaDbServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private MariaDbServer(Path directory, int port, List<String> options) throws IOException {
        this.directory = directory;
        this.port = port;
        this.options = options;
        this.process = launch();
    }

    /** Starts a server with an empty database {@code mail}, user {@code postfix}, password {@code secret}. */
    public static MariaDbServer start(String... options) {
        try {
            // Not under target: a socket's path has little room.
            Path directory = Files.createTempDirectory("guichet-mariadb");
            // A server that starts deletes temporary tables in its directory for them, whoever made them.
            Files.createDirectory(directory.resolve("tmp"));
            run(
                    directory,
                    "mariadb-install-db",
                    "--no-defaults",
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    "--datadir=" + directory.resolve("data"),
                    "--tmpdir=" + directory.resolve("tmp"));
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            MariaDbServer server = new MariaDbServer(directory, port, List.of(options));
            server.awaitReady();
            server.sql(
                    "CREATE DATABASE mail CHARACTER SET utf8mb4",
                    "CREATE USER postfix@'%' IDENTIFIED BY 'secret'",
                    "CREATE USER postfix@localhost IDENTIFIED BY 'secret'",
                    "GRANT ALL ON mail.* TO postfix@'%'",
                    "GRANT ALL ON mail.* TO postfix@localhost");
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(
                    "this test needs mariadbd and mariadb-install-db (Debian: mariadb-server)", e);
        }
    }

    private static void run(Path directory, String... command) throws IOException {
        Path log = directory.resolve("install.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "mariadbd",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + directory.resolve("data"),
                "--tmpdir=" + directory.resolve("tmp"),
                "--socket=" + socket(),
                "--pid-file=" + directory.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--innodb-buffer-pool-size=16M",
                "--innodb-flush-log-at-trx-commit=0"));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server.log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    private void awaitReady() throws IOException {
        for (int i = 0; i < 600; i++) {
            try {
                root().close();
                return;
            } catch (SQLException e) {
                pause();
            }
        }
        throw new IOException(Files.readString(directory.resolve("server.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection root() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root&sslMode=disable");
    }

    Path socket() {
        return directory.resolve("sock");
    }

    int port() {
        return port;
    }

    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/mail";
    }

    String socketUrl() {
        return "jdbc:mariadb://localhost/mail?localSocket=" + socket();
    }

    /** Runs statements as root in the database {@code mail} if there is one. */
    /** The number that a query gives. */
    public long count(String query) {
        try (Connection connection =
                        DriverManager.getConnection(url() + "?user=postfix&password=secret&sslMode=disable");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void sql(String... statements) throws SQLException {
        try (Connection connection = root();
                Statement statement = connection.createStatement()) {
            if (!statements[0].startsWith("CREATE DATABASE")) {
                statement.execute("USE mail");
            }
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    /** Stops the process where it is: connections stay open and nothing answers. */
    public void freeze() throws IOException {
        signal("-STOP");
        StoppedProcess.await(process.pid());
    }

    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        run(directory, "kill", signal, String.valueOf(process.pid()));
    }

    public void stop() {
        process.destroyForcibly();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void restart() throws IOException {
        stop();
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
