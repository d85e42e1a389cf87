package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM: what was asked is answered, the caches are written, and nobody who hangs prolongs it. */
@ExtendWith(Workspaces.class)
class StopIT {

    private static final int STARTS = 6;

    @Test
    void answersWhatWasAskedAndWaitsForNobodyWhoHangs(Workspace work) throws Exception {
        Path state = work.directory("state");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Socket> accepted = new ArrayList<>();
            Thread host = new Thread(() -> accept(silent, accepted), "a database that says nothing");
            host.setDaemon(true);
            host.start();
            work.file("guichet.toml", """
                    [cache]
                    snapshot = "%1$s"
                    [source.silent]
                    type = "sql"
                    url = "jdbc:mariadb://127.0.0.1:%2$d/mail"
                    user = "guichet"
                    password = "none"
                    deadline = "2s"
                    [source.local]
                    type = "embedded"
                    path = "%1$s/guichet.db"
                    [map.alias]
                    for = "virtual_alias_maps"
                    source = "local"
                    [map.hangs]
                    for = "virtual_alias_maps"
                    source = "silent"
                    query = "SELECT goto FROM alias WHERE address='%%s'"
                    [socketmap]
                    listen = ["unix:%3$s/socketmap.sock"]
                    drain = "4s"
                    """.formatted(state, silent.getLocalPort(), work.path()));
            Path config = work.path("guichet.toml");
            GuichetCommand.run(config, "domain", "add", "guichet.test").succeeds();
            GuichetProcess guichet = GuichetProcess.start(work);
            Path socket = work.path("socketmap.sock");
            long begun;
            long ended;
            int status;
            try (SocketmapClient asks = SocketmapClient.unix(socket);
                    SocketmapClient idle = SocketmapClient.unix(socket);
                    SocketmapClient half = SocketmapClient.unix(socket)) {
                assertThat(idle.ask("alias", "nobody@guichet.test")).isEqualTo("NOTFOUND ");
                half.send("100:alias a".getBytes(StandardCharsets.US_ASCII));
                asks.send(SocketmapClient.frame("hangs a@guichet.test".getBytes(StandardCharsets.US_ASCII)));
                Waiting.until("the question has reached the database", () -> {
                    synchronized (accepted) {
                        return !accepted.isEmpty();
                    }
                });
                begun = System.nanoTime();
                CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(guichet::stop);
                Waiting.until("it listens no more", () -> !Files.exists(socket));
                // Once more, as an impatient administrator does.
                Command.run("/bin/sh", "-c", "kill -TERM " + guichet.pid());
                assertThat(asks.reply()).startsWith("TEMP ");
                assertThat(asks.untilClosed()).isEmpty();
                assertThat(idle.untilClosed()).isEmpty();
                status = stopped.get(60, TimeUnit.SECONDS);
                ended = System.nanoTime();
            }
            assertThat(status).isZero();
            // The longest drain, and what it takes to write and to close.
            assertThat(TimeUnit.NANOSECONDS.toSeconds(ended - begun)).isLessThan(20);
            assertThat(state.resolve("alias.cache")).exists();
            assertThat(guichet.log()).contains("stopped");
            System.out.printf(
                    "stop: the question at a database that hangs was answered, a peer that hangs did not prolong it:"
                            + " exit status %d after %.1f s with a drain of 4 s%n",
                    status, (ended - begun) / 1e9);
        }
    }

    @Test
    void stopsWhileItStarts(Workspace work) throws IOException {
        Path config = work.file("guichet.toml", """
                [map.alias]
                for = "virtual_alias_maps"
                values = { "a@guichet.test" = "b@guichet.test" }
                [socketmap]
                listen = ["unix:%s/run/socketmap.sock"]
                """.formatted(work.path()));
        Path run = work.directory("run");
        Path log = work.log("guichet.log");
        SplittableRandom random = new SplittableRandom();
        List<Integer> statuses = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            ServerProcess process = ServerProcess.start(
                    List.of(Program.GUICHET.path(), "serve", "--config", config.toString()),
                    work.path(),
                    log,
                    Map.of());
            pause(random.nextInt(1_800));
            statuses.add(process.stop());
            try (Stream<Path> left = Files.list(run)) {
                assertThat(left).isEmpty();
            }
        }
        // Before Java runs the command, the signal ends it as it ends any program: 128 + 15.
        assertThat(statuses).allMatch(status -> status == 0 || status == 143);
        GuichetProcess guichet =
                GuichetProcess.start(work, config, UnixDomainSocketAddress.of(run.resolve("socketmap.sock")));
        assertThat(guichet.stop()).isZero();
        System.out.println("stop: told to end while starting, exit statuses " + statuses);
    }

    private static void accept(ServerSocket server, List<Socket> accepted) {
        try {
            while (true) {
                Socket socket = server.accept();
                synchronized (accepted) {
                    accepted.add(socket);
                }
            }
        } catch (IOException closed) {
            synchronized (accepted) {
                accepted.forEach(StopIT::close);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
