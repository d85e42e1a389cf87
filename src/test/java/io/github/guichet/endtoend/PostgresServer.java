package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A private PostgreSQL server on a loopback port and a Unix socket, run as Debian's user {@code postgres} because it refuses to be
 * root's. It has a database {@code mail} and a user {@code postfix}, password {@code secret}, who owns it.
 */
public final class PostgresServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final ServerProcess process;

    private PostgresServer(Path directory, int port, ServerProcess process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts a server and returns when it answers. */
    public static PostgresServer start(Workspace work) {
        int port = work.freePort();
        Path directory = work.directory("postgres" + port);
        Command.run("/bin/chown", "postgres", directory.toString()).succeeds();
        Path data = directory.resolve("data");
        Command.run(
                        as(List.of(
                                program("initdb"),
                                "--pgdata=" + data,
                                "--encoding=UTF8",
                                "--locale=C",
                                "--auth=trust",
                                "--no-sync")),
                        "")
                .succeeds();
        ServerProcess process = ServerProcess.start(
                as(List.of(
                        program("postgres"),
                        "-D",
                        data.toString(),
                        "-F",
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories=" + directory)),
                directory,
                work.log(directory.getFileName() + ".log"),
                Map.of());
        PostgresServer server = work.closing(new PostgresServer(directory, port, process));
        process.await(() -> server.psql("postgres", "SELECT 1").exit() == 0);
        server.psql("postgres", "CREATE USER postfix PASSWORD 'secret'").succeeds();
        server.psql("postgres", "CREATE DATABASE mail OWNER postfix").succeeds();
        return server;
    }

    private static List<String> as(List<String> line) {
        return Stream.concat(Stream.of(Program.RUNUSER.path(), "-u", "postgres", "--"), line.stream())
                .toList();
    }

    /** Debian keeps the server's programs in a directory of their version. */
    private static String program(String name) {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::exists)
                    .max(Comparator.naturalOrder())
                    .map(Path::toString)
                    .orElseThrow(() -> new AssertionError(name + " is missing: apt-get install postgresql"));
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is missing: apt-get install postgresql", e);
        }
    }

    /** The loopback port. */
    public int port() {
        return port;
    }

    /** Runs statements as the user postfix in the database {@code mail}. */
    public void sql(String statements) {
        Command.run(
                        List.of(
                                program("psql"),
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-h",
                                directory.toString(),
                                "-p",
                                Integer.toString(port),
                                "-U",
                                "postfix",
                                "-d",
                                "mail",
                                "-q",
                                "-f",
                                "-"),
                        statements)
                .succeeds();
    }

    private Command psql(String database, String statement) {
        return Command.run(
                program("psql"),
                "-h",
                directory.toString(),
                "-p",
                Integer.toString(port),
                "-U",
                "postgres",
                "-d",
                database,
                "-c",
                statement);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }
}
