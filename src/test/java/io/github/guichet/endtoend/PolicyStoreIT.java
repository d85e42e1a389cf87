package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counters that several processes share, and such as outlive theirs. */
@ExtendWith(Workspaces.class)
class PolicyStoreIT {

    private static final int CLIENTS = 16;

    private static final String RULE = """
            [policy]
            listen = ["unix:@SOCKET@"]
            [[policy.rule]]
            name = "outgoing"
            check = "rate"
            per = "login"
            count = "recipients"
            limits = ["100/1h", "1000/24h"]
            over = "defer"
            store = "@STORE@"
            """;

    @Test
    void neverAcceptsMoreThanTheLimitOnTwoHostsWithOneDatabase(Workspace work) throws Exception {
        MariaDbServer database = MariaDbServer.start(work);
        List<Path> sockets = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path socket = work.path(name + ".sock");
            Path toml = work.file(name + ".toml", """
                    [source.db]
                    type = "sql"
                    url = "%s"
                    user = "postfix"
                    password = "secret"
                    """.formatted(database.jdbcUrl()) + rule(socket, "db"));
            GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket));
            sockets.add(socket);
        }
        int taken = 0;
        int refused = 0;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<int[]>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Path socket = sockets.get(i % 2);
                answers.add(clients.submit(() -> flood(socket)));
            }
            for (Future<int[]> answer : answers) {
                taken += answer.get()[0];
                refused += answer.get()[1];
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            clients.shutdownNow();
        }
        assertThat(taken).isEqualTo(100);
        assertThat(taken + refused).isEqualTo(CLIENTS * 20);
        System.out.println("policy: " + CLIENTS + " clients, 2 processes, 1 database: " + taken + " of "
                + (taken + refused) + " accepted, the limit is 100");
    }

    private static int[] flood(Path socket) {
        int[] counts = new int[2];
        try (PolicyClient client = PolicyClient.unix(socket)) {
            for (int i = 0; i < 20; i++) {
                String action = client.ask(PolicyQuestion.endOfMessage("alice@guichet.test", 1));
                counts[action.equals("DUNNO") ? 0 : 1]++;
            }
        }
        return counts;
    }

    @Test
    void remembersOverARestart(Workspace work) {
        Path socket = work.path("policy.sock");
        Path toml = work.file(
                "guichet.toml", "[state]\ndirectory = \"" + work.directory("state") + "\"\n" + rule(socket, "memory"));
        try (GuichetProcess guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket))) {
            assertThat(ask(socket, 60)).isEqualTo("DUNNO");
            assertThat(guichet.stop()).isZero();
            guichet.restart();
            assertThat(ask(socket, 41)).isNotEqualTo("DUNNO");
            assertThat(ask(socket, 40)).isEqualTo("DUNNO");
        }
    }

    @Test
    void remembersInTheDatabaseAlsoWhenItIsKilled(Workspace work) {
        MariaDbServer database = MariaDbServer.start(work);
        Path socket = work.path("policy.sock");
        Path toml = work.file("guichet.toml", """
                [source.db]
                type = "sql"
                url = "%s"
                user = "postfix"
                password = "secret"
                """.formatted(database.jdbcUrl()) + rule(socket, "db"));
        try (GuichetProcess guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket))) {
            assertThat(ask(socket, 60)).isEqualTo("DUNNO");
            guichet.kill();
            guichet.restart();
            assertThat(ask(socket, 41)).isNotEqualTo("DUNNO");
            assertThat(ask(socket, 40)).isEqualTo("DUNNO");
        }
    }

    private static String rule(Path socket, String store) {
        return RULE.replace("@SOCKET@", socket.toString()).replace("@STORE@", store);
    }

    private static String ask(Path socket, int recipients) {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            return client.ask(PolicyQuestion.endOfMessage("alice@guichet.test", recipients));
        }
    }
}
