package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Trail;
import io.github.guichet.server.EventLoops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd's watchdog hears: of the loops, and of a map that is asked as a peer asks it. */
@Timeout(120)
class ProcessVitalsTest {

    private static final String SOURCE = """
            [source.db]
            type = "sql"
            url  = "jdbc:mariadb://127.0.0.1:%d/x"
            deadline = "5s"
            [map.a]
            source = "db"
            query  = "SELECT a FROM b WHERE c='%%s'"
            """;

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong();

    private interface Check {
        void run(ProcessVitals vitals, RunningConfiguration running, LookupMetrics metrics) throws Exception;
    }

    private void with(String text, Check check) throws Exception {
        Path file = directory.resolve("guichet.toml");
        Files.writeString(file, text);
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        LookupMetrics metrics = new LookupMetrics(new PrometheusRegistry(), LookupMetrics.names(configuration));
        try (EventLoops loops = EventLoops.create();
                RunningConfiguration running = RunningConfiguration.forDaemon(configuration, metrics)) {
            check.run(new ProcessVitals(loops, () -> running, metrics, clock::get), running, metrics);
        }
    }

    @Test
    void asksAMapThatLiesInMemoryAndNoSource() throws Exception {
        with(SOURCE.formatted(1) + "[map.z]\nvalues = { \"a\" = \"b\" }\n", (vitals, running, metrics) -> {
            vitals.alive().get(60, TimeUnit.SECONDS);
            assertThat(vitals.status()).isEqualTo("serving 2 maps, 1 source; 1 answer, 100 % from the cache");
        });
    }

    @Test
    void aSourceThatIsDownIsNoReasonToRestart() throws Exception {
        with(SOURCE.formatted(1), (vitals, running, metrics) -> {
            vitals.alive().get(60, TimeUnit.SECONDS);
            while (!vitals.status().startsWith("serving 1 map, 1 source, 1 down: db; ")) {
                Thread.sleep(5);
            }
            vitals.alive().get(60, TimeUnit.SECONDS);
        });
    }

    @Test
    void aLookUpThatIsNeverAnsweredIsOne() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            with(SOURCE.formatted(silent.getLocalPort()), (vitals, running, metrics) -> {
                vitals.alive().get(60, TimeUnit.SECONDS);
                clock.set(ProcessVitals.PATIENCE.toNanos());
                vitals.alive().get(60, TimeUnit.SECONDS);
                clock.set(ProcessVitals.PATIENCE.plusSeconds(1).toNanos());
                CompletableFuture<Void> alive = vitals.alive();
                assertThatThrownBy(() -> alive.get(60, TimeUnit.SECONDS))
                        .hasMessageContaining("a look-up has not been answered for 121 s");
            });
        }
    }

    @Test
    void withoutMapsAccountsAreAsked() throws Exception {
        Path users = directory.resolve("users");
        Files.writeString(users, "a@example.com:{PLAIN}x::::::\n");
        with("[accounts]\nfile = \"" + users + "\"\n", (vitals, running, metrics) -> {
            vitals.alive().get(60, TimeUnit.SECONDS);
            assertThat(vitals.status()).startsWith("serving 0 maps and accounts, ");
        });
    }

    @Test
    void countsWhatCameFromTheCache() throws Exception {
        with("[map.a]\nvalues = { \"a\" = \"b\" }\n", (vitals, running, metrics) -> {
            assertThat(vitals.status()).isEqualTo("serving 1 map, 0 sources; 0 answers");
            var found = running.neededTable("a").lookup("a", new Trail()).get(60, TimeUnit.SECONDS);
            metrics.lookedUp("a", found, Served.SOURCE, 1);
            metrics.lookedUp("a", found, Served.STALE, 1);
            assertThat(vitals.status()).isEqualTo("serving 1 map, 0 sources; 3 answers, 66 % from the cache");
        });
    }
}
