package io.github.guichet.lookup.sqlcounter;

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

/** A PostgreSQL of our own on a free loopback port, in a temporary directory; run as {@code postgres} where we are root. */
final class PostgresServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final Process process;

    private PostgresServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = begin(
                directory,
                "server.log",
                program("postgres"),
                "-D",
                directory.resolve("data").toString(),
                "-F",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=" + directory);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** Starts a server with an empty database {@code mail} of the user {@code postfix}, password {@code secret}. */
    static PostgresServer start() {
        try {
            Path directory = Files.createTempDirectory("guichet-postgres");
            if (isRoot()) {
                finish(new ProcessBuilder("chown", "postgres", directory.toString()).start(), directory, "chown");
            }
            finish(
                    begin(
                            directory,
                            "initdb.log",
                            program("initdb"),
                            "--pgdata=" + directory.resolve("data"),
                            "--username=postgres",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--auth=trust",
                            "--no-sync"),
                    directory,
                    "initdb.log");
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            PostgresServer server = new PostgresServer(directory, port);
            server.awaitReady();
            server.sql("CREATE USER postfix PASSWORD 'secret'", "CREATE DATABASE mail OWNER postfix");
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("this test needs PostgreSQL (Debian: postgresql)", e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Process begin(Path directory, String log, String... command) throws IOException {
        List<String> line = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile())
                .start();
    }

    private static void finish(Process process, Path directory, String log) throws IOException {
        try {
            if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
                Path said = directory.resolve(log);
                throw new IOException(Files.exists(said) ? Files.readString(said) : log);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Debian keeps the server's programs in a directory of their version. */
    private static String program(String name) throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::exists)
                    .max(Comparator.naturalOrder())
                    .map(Path::toString)
                    .orElseThrow(() -> new IOException(name + " is missing"));
        }
    }

    private void awaitReady() throws IOException {
        for (int i = 0; i < 600; i++) {
            try {
                sql("SELECT 1");
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

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/mail";
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
