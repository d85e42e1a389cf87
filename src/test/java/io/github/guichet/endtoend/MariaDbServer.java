package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A private MariaDB server with an empty database {@code postfixadmin} and the user {@code postfix}, password {@code secret}, who
 * may read and write it. Listens on a loopback port and on a Unix socket.
 */
public final class MariaDbServer implements AutoCloseable, Breakable {

    private final Workspace work;
    private final Path directory;
    private final int port;
    private final List<String> line;
    private ServerProcess process;

    private MariaDbServer(Workspace work, Path directory, int port, List<String> line) {
        this.work = work;
        this.directory = directory;
        this.port = port;
        this.line = line;
        this.process = launch();
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @param options further options of mariadbd, such as {@code --ssl-cert=…}
     */
    public static MariaDbServer start(Workspace work, String... options) {
        int port = work.freePort();
        Path directory = work.directory("mariadb" + port);
        Command.run(
                        "/bin/cp",
                        "-a",
                        emptyServer().toString(),
                        directory.resolve("data").toString())
                .succeeds();
        String create = "CREATE DATABASE IF NOT EXISTS postfixadmin CHARACTER SET utf8mb4;"
                + "\nCREATE USER IF NOT EXISTS postfix@'%' IDENTIFIED BY 'secret';"
                + "\nGRANT ALL ON *.* TO postfix@'%';\n";
        Path init = work.file(directory.getFileName() + "/init.sql", create);
        List<String> line = new ArrayList<>(List.of(
                Program.MARIADBD.path(),
                "--no-defaults",
                "--user=root",
                "--datadir=" + directory.resolve("data"),
                // A server that starts deletes temporary tables in its directory for them, whoever made them.
                "--tmpdir=" + work.directory(directory.getFileName() + "/tmp"),
                "--socket=" + directory.resolve("sock"),
                "--pid-file=" + directory.resolve("pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--init-file=" + init,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=16M",
                "--innodb-flush-log-at-trx-commit=0"));
        line.addAll(List.of(options));
        return work.closing(new MariaDbServer(work, directory, port, line));
    }

    /** The loopback port. */
    public int port() {
        return port;
    }

    /** The Unix socket. */
    public Path socket() {
        return directory.resolve("sock");
    }

    /** The server as mysql_table(5) writes it in {@code hosts}. */
    public String host() {
        return "inet:127.0.0.1:" + port;
    }

    /** The database's address for JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/postfixadmin";
    }

    /** Runs one or more statements, separated by semicolons, in the database postfixadmin. */
    public void sql(String statements) {
        try (Connection connection = connect()) {
            connection.createStatement().execute(statements);
        } catch (SQLException e) {
            throw new AssertionError(statements, e);
        }
    }

    /** Keeps everybody from reading some tables until the result is closed: they wait, and are answered then. */
    public AutoCloseable locked(String... tables) {
        try {
            Connection connection = connect();
            connection.createStatement().execute("LOCK TABLES " + String.join(" WRITE, ", tables) + " WRITE");
            return connection;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL: connections break, the port refuses. The socket file stays behind, as after a crash. */
    @Override
    public void kill() {
        process.kill();
    }

    /** SIGTERM and wait. */
    public void stop() {
        process.stop();
    }

    /** SIGSTOP: connections stay open and nobody answers. */
    @Override
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    @Override
    public void resume() {
        process.resume();
    }

    /** Starts the server again, on the same port, socket and data, and returns when it answers. */
    @Override
    public void restart() {
        if (process.isAlive()) {
            process.stop();
        }
        process = launch();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.kill();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl() + "?allowMultiQueries=true&sslMode=disable&connectTimeout=5000", "postfix", "secret");
    }

    private ServerProcess launch() {
        ServerProcess started =
                ServerProcess.start(line, directory, work.log(directory.getFileName() + "/log"), Map.of());
        started.await(() -> {
            try (Connection connection = connect()) {
                return connection.isValid(5);
            }
        });
        return started;
    }

    /** The data directory of a server that was just installed; made once a build, because that takes several seconds. */
    private static Path emptyServer() {
        Path kept = Path.of(System.getProperty("guichet.checkout", "."), "target/end-to-end/mariadb")
                .toAbsolutePath();
        if (Files.exists(kept)) {
            return kept;
        }
        try {
            Files.createDirectories(kept.resolveSibling("."));
            Path fresh = Files.createTempDirectory(kept.resolveSibling(".").normalize(), "mariadb");
            Path temporary = Files.createTempDirectory("mariadb-install");
            Command.run(
                            Program.MARIADB_INSTALL_DB.path(),
                            "--no-defaults",
                            "--user=root",
                            "--skip-test-db",
                            "--auth-root-authentication-method=normal",
                            "--datadir=" + fresh,
                            "--tmpdir=" + temporary)
                    .succeeds();
            Files.delete(temporary);
            return Files.move(fresh, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
