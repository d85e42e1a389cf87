package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One private directory of one test (or class) and the servers in it. Closing stops them, last one first, and removes the
 * directory. The path is short, because the address of a Unix socket has at most 107 bytes, and may be searched by the users
 * that Postfix runs as.
 */
public final class Workspace implements AutoCloseable {

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Deque<AutoCloseable> servers = new ArrayDeque<>();
    private final Deque<Path> logs = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom();
    private final Thread lastResort = new Thread(this::stopServers, "stop servers");

    /** A fresh directory under /tmp. */
    public Workspace() {
        try {
            path = Files.createTempDirectory(Path.of("/tmp"), "g");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A test run that is interrupted must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** The directory. */
    public Path path() {
        return path;
    }

    /** A path inside the directory; nothing is created. */
    public Path path(String name) {
        return path.resolve(name);
    }

    /** Makes a directory inside. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file inside that everybody may read. */
    public Path file(String name, String text) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A log file that is printed when the test fails. */
    public synchronized Path log(String name) {
        Path log = path.resolve(name);
        logs.add(log);
        return log;
    }

    /** Has {@code server} closed with this workspace. */
    public synchronized <T extends AutoCloseable> T closing(T server) {
        servers.push(server);
        return server;
    }

    /**
     * A loopback port that nobody listens on, outside the range from which the kernel takes ports for outgoing connections. No
     * port is given twice in one run: a server may take its port long after it was told.
     */
    public int freePort() {
        while (true) {
            int port = random.nextInt(11_000, 32_000);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Prints the logs of all servers, each to its last 200 lines. */
    public synchronized void printLogs(PrintStream to) {
        for (Path log : logs) {
            to.println("--- " + log);
            try {
                List<String> lines = Files.exists(log)
                        ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                                .lines()
                                .toList()
                        : List.of();
                lines.subList(Math.max(0, lines.size() - 200), lines.size()).forEach(to::println);
            } catch (IOException e) {
                to.println(e);
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        stopServers();
        Command.run("/bin/rm", "-rf", path.toString()).succeeds();
    }

    private synchronized void stopServers() {
        while (!servers.isEmpty()) {
            try {
                servers.pop().close();
            } catch (Exception e) {
                System.err.println("while stopping: " + e);
            }
        }
    }
}
