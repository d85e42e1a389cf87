package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration is read again under load: no connection is closed, no question lost, and nothing grows. */
@ExtendWith(Workspaces.class)
class ReloadIT {

    private static final int RELOADS = 100;
    private static final int WARM = 20;

    /** What a process holds while nobody asks it. */
    private record Held(long heap, long descriptors, long connections) {}

    @Test
    void keepsEveryConnectionAndAnswersEveryQuestion(Workspace work) throws Exception {
        ReloadSite site = ReloadSite.start(work);
        remember(site);
        int version = 0;
        int refused = 0;
        Held warm = new Held(0, 0, 0);
        Held last;
        ReloadLoad load = ReloadLoad.start(site, version);
        try (load) {
            load.awaitEach(20);
            for (int n = 1; n <= RELOADS; n++) {
                if (n % 10 == 0) {
                    refuse(site, n / 10, version);
                    refused++;
                } else {
                    version++;
                    load.mayBe(version);
                    site.write(site.config(version));
                    if (n % 10 == 5) {
                        GuichetCommand.run(site.file(), "reload").succeeds();
                    } else {
                        site.hangUp();
                    }
                    load.is(version);
                    serves(site, version);
                }
                if (n == WARM) {
                    warm = measure(site, load);
                }
            }
            load.awaitEach(20);
            last = measure(site, load);
            assertThat(site.reloads("ok")).isEqualTo(RELOADS - refused);
            assertThat(site.reloads("failed")).isEqualTo(refused);
            remembers(site);
            site.write(site.config(version));
            site.hangUp();
            outage(site, load, version + 1);
        }
        System.out.printf(
                "reload: %d reloads, %d refused on purpose; socketmap %d questions, policy %d, milter %d messages, auth %d, flushed %d times;"
                        + " %d lost, %d wrong, %d connections closed; heap %.1f → %.1f MB, descriptors %d → %d,"
                        + " database connections %d → %d%n",
                RELOADS,
                refused,
                load.answers(ReloadLoad.Kind.SOCKETMAP),
                load.answers(ReloadLoad.Kind.POLICY),
                load.answers(ReloadLoad.Kind.MILTER),
                load.answers(ReloadLoad.Kind.AUTH),
                load.flushes(),
                load.lost().size(),
                load.wrong().size(),
                load.lost().size(),
                warm.heap() / 1024.0,
                last.heap() / 1024.0,
                warm.descriptors(),
                last.descriptors(),
                warm.connections(),
                last.connections());
        assertThat(load.lost()).isEmpty();
        assertThat(load.wrong()).isEmpty();
        assertThat(last.heap()).isLessThan(warm.heap() + 6_000);
        assertThat(last.descriptors()).isLessThan(warm.descriptors() + 10);
        assertThat(last.connections()).isLessThan(warm.connections() + 3);
        assertThat(site.guichet().log()).doesNotContain("a defect", "given up");
        assertThat(site.guichet().stop()).isZero();
    }

    /** Two of four messages are counted; somebody is locked out; an answer is cached. */
    private static void remember(ReloadSite site) {
        try (PolicyClient policy = PolicyClient.unix(site.run().resolve("policy.sock"));
                SocketmapClient maps = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(send(policy, "counted@guichet.test")).isEqualTo("DUNNO");
            }
            for (int i = 0; i < 4; i++) {
                assertThat(send(policy, "locked@guichet.test")).isEqualTo("DUNNO");
            }
            assertThat(send(policy, "locked@guichet.test")).doesNotContain("DUNNO");
            assertThat(maps.ask("cached", "nobody@guichet.test")).startsWith("NOTFOUND");
        }
    }

    private static void remembers(ReloadSite site) throws IOException {
        try (PolicyClient policy = PolicyClient.unix(site.run().resolve("policy.sock"));
                AuthPeer auth = AuthPeer.client(site.run().resolve("auth.sock"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(send(policy, "counted@guichet.test")).isEqualTo("DUNNO");
            }
            assertThat(send(policy, "counted@guichet.test")).doesNotContain("DUNNO");
            assertThat(auth.logIn("locked@guichet.test", "secret")).startsWith("FAIL");
            assertThat(auth.logIn("bob@guichet.test", "secret")).startsWith("OK");
        }
    }

    private static String send(PolicyClient policy, String login) {
        return policy.ask(PolicyQuestion.endOfMessage(login, 1));
    }

    /** What this version alone has. */
    private static void serves(ReloadSite site, int version) {
        Path second = site.run().resolve("second.sock");
        assertThat(Files.exists(second)).isEqualTo(site.hasMap(version));
        if (site.hasMap(version)) {
            try (SocketmapClient client = SocketmapClient.unix(second)) {
                assertThat(client.ask("version", "v")).isEqualTo("OK v" + version);
            }
        }
    }

    /** A file with something wrong: it says so, and the answers are those of before; the load looks after these. */
    private static void refuse(ReloadSite site, int number, int version) throws IOException {
        String next = site.config(version + 1_000);
        String problem = "guichet.toml";
        switch (number % 4) {
            case 0 -> next = next + "[nonsense\n";
            case 1 -> {
                next = next.replace("pool-size = ", "pool-sise = ");
                problem = "source.db.pool-sise";
            }
            case 2 -> {
                next = next.replace("/policy.sock", "/nowhere/policy.sock");
                problem = "nowhere";
            }
            default -> {
                next = next.replace("password = \"secret\"", "password = \"mistyped\"");
                problem = "source.db";
            }
        }
        site.write(next);
        Command reload = number % 4 == 0
                ? GuichetCommand.plain(
                        "",
                        "reload",
                        "--socket",
                        site.run().resolve("admin.sock").toString(),
                        "--config",
                        site.file().toString())
                : GuichetCommand.run(site.file(), "reload");
        assertThat(reload.exit()).as(reload.toString()).isEqualTo(1);
        assertThat(reload.err()).contains(problem);
        assertThat(site.guichet().log()).contains("reload: refused, nothing has changed");
        serves(site, version);
    }

    /** Descriptors and connections come and go with the questions: measured while nobody asks. */
    private static Held measure(ReloadSite site, ReloadLoad load) throws IOException {
        Lock silence = load.silence();
        silence.lock();
        try {
            Waiting.until("old pools are closed", () -> site.connections() <= 3);
            return new Held(site.heap(), site.descriptors(), site.connections());
        } finally {
            silence.unlock();
        }
    }

    /** A source that is as it was hinders no reload while it is down, and what is cached of it is kept. */
    private static void outage(ReloadSite site, ReloadLoad load, int version) throws IOException {
        Lock silence = load.silence();
        silence.lock();
        try (SocketmapClient kept = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
            assertThat(kept.ask("cached", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");
            site.database().kill();
            assertThat(kept.ask("fresh", "alice@guichet.test")).startsWith("TEMP ");
            // Nothing of the source differs.
            String down = site.config(version).replaceAll("pool-size = .", "pool-size = " + (version % 2 == 1 ? 2 : 3));
            site.write(down);
            GuichetCommand.run(site.file(), "reload").succeeds();
            assertThat(kept.ask("version", "v")).isEqualTo("OK v" + version);
            assertThat(kept.ask("cached", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");
            site.database().restart();
            load.mayBe(version);
            load.is(version);
        } finally {
            silence.unlock();
        }
        Waiting.until("the source answers again", () -> {
            try (SocketmapClient client = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
                return client.ask("fresh", "alice@guichet.test").startsWith("OK ");
            }
        });
    }

    @Test
    void stopsWhileAReloadWaitsForASource(Workspace work) throws Exception {
        ReloadSite site = ReloadSite.start(work);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SocketmapClient kept = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
            silent.setSoTimeout(60_000);
            site.write(site.config(1)
                    .replace("deadline = \"5s\"", "deadline = \"45s\"")
                    .replace(site.database().jdbcUrl(), "jdbc:mariadb://127.0.0.1:" + silent.getLocalPort() + "/mail"));
            Command.run("/bin/sh", "-c", "kill -HUP " + site.guichet().pid()).succeeds();
            try (Socket connected = silent.accept()) {
                assertThat(connected.isConnected()).isTrue();
                // Everybody is served meanwhile.
                assertThat(kept.ask("fresh", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");
                long begun = System.nanoTime();
                assertThat(site.guichet().stop()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            }
            assertThat(kept.untilClosed()).isEmpty();
            assertThat(site.guichet().log())
                    .contains("reload: refused, nothing has changed")
                    .contains("guichet stops")
                    .endsWith("stopped\n");
            try (Stream<Path> left = Files.list(site.run())) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void refusesAPasswordThatIsWrongUnlessForced(Workspace work) throws IOException {
        ReloadSite site = ReloadSite.start(work);
        try (SocketmapClient kept = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
            assertThat(kept.ask("fresh", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");
            site.write(site.config(1).replace("password = \"secret\"", "password = \"mistyped\""));
            Command refused = GuichetCommand.run(site.file(), "reload");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("source.db").contains("Access denied");
            assertThat(kept.ask("version", "v")).isEqualTo("OK v0");
            assertThat(kept.ask("fresh", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");

            Command forced =
                    GuichetCommand.run(site.file(), "reload", "--force").succeeds();
            assertThat(forced.err()).contains("source.db");
            assertThat(kept.ask("version", "v")).isEqualTo("OK v1");
            assertThat(kept.ask("fresh", "alice@guichet.test")).startsWith("TEMP ");

            site.write(site.config(2));
            GuichetCommand.run(site.file(), "reload").succeeds();
            assertThat(kept.ask("fresh", "alice@guichet.test")).isEqualTo("OK bob@guichet.test");
            assertThat(site.guichet().stop()).isZero();
        }
    }
}
