package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What arrives at a notify socket, and what does not when the process is not alive. */
@Timeout(120)
class SystemdReportsTest {

    private final Socket socket;
    private final Path directory = Files.createTempDirectory("guichet");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

    SystemdReportsTest() throws IOException {
        Epoll.ensureAvailability();
        socket = Socket.newSocketDomainDgram();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        Files.deleteIfExists(directory.resolve("n"));
        Files.delete(directory);
    }

    private record Asked(Supplier<CompletableFuture<Void>> look) implements Vitals {
        @Override
        public CompletableFuture<Void> alive() {
            return look.get();
        }

        @Override
        public String status() {
            return "fine";
        }
    }

    private ServiceManager listening(String name, Map<String, String> more) throws IOException {
        socket.bind(new DomainSocketAddress(name.replaceFirst("^@", "\0")));
        Map<String, String> environment = new LinkedHashMap<>(more);
        environment.put("NOTIFY_SOCKET", name);
        return SystemdReports.ofEnvironment(environment, 7);
    }

    /** The next message, or nothing at once. */
    private String poll() throws IOException {
        buffer.clear();
        int bytes = socket.recv(buffer, 0, buffer.capacity());
        if (bytes <= 0) {
            return "";
        }
        byte[] message = new byte[bytes];
        buffer.get(0, message);
        return new String(message, StandardCharsets.UTF_8);
    }

    private String next() throws IOException, InterruptedException {
        for (String message = poll(); ; message = poll()) {
            if (!message.isEmpty()) {
                return message;
            }
            Thread.sleep(2);
        }
    }

    @Test
    void tellsEachStateInItsOwnMessage() throws Exception {
        ServiceManager systemd = listening(directory.resolve("n").toString(), Map.of());
        systemd.ready("serving");
        assertThat(next()).isEqualTo("READY=1\nSTATUS=serving");
        long before = System.nanoTime() / 1000;
        systemd.reloading();
        String reloading = next();
        assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=").endsWith("\nSTATUS=reading the configuration");
        assertThat(micros(reloading)).isBetween(before, System.nanoTime() / 1000);
        systemd.status("two\nlines");
        assertThat(next()).isEqualTo("STATUS=two lines");
        systemd.stopping("stopping");
        assertThat(next()).isEqualTo("STOPPING=1\nSTATUS=stopping");
        assertThat(next()).isEqualTo("EXTEND_TIMEOUT_USEC=20000000");
    }

    private static long micros(String message) {
        return Long.parseLong(message.replaceAll("(?s).*USEC=(\\d+).*", "$1"));
    }

    @Test
    void itsClockIsTheOneThatTheKernelCallsMonotonic() throws Exception {
        ServiceManager systemd = listening("@" + UUID.randomUUID(), Map.of());
        systemd.reloading();
        double seconds = micros(next()) / 1e6;
        // CLOCK_MONOTONIC does not count time asleep, which /proc/uptime does: it is never later.
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).replaceFirst("(?s) .*", ""));
        assertThat(seconds).isPositive().isLessThanOrEqualTo(uptime + 0.02);
    }

    @Test
    void showsHowItGoesAndThatItIsAlive() throws Exception {
        ServiceManager systemd =
                listening("@" + UUID.randomUUID(), Map.of("WATCHDOG_USEC", "30000", "WATCHDOG_PID", "7"));
        systemd.watch(new Asked(() -> CompletableFuture.completedFuture(null)));
        List<String> heard = new ArrayList<>();
        while (heard.stream().filter("WATCHDOG=1"::equals).count() < 3) {
            heard.add(next());
        }
        assertThat(heard).contains("STATUS=fine").containsOnly("STATUS=fine", "WATCHDOG=1");
        systemd.stopping("stopping");
    }

    @Test
    void saysNothingWhileALoopIsStuckAndAgainWhenItGoesOn() throws Exception {
        try (EventLoops loops = new EventLoops(EventLoops.bestTransport(), 2)) {
            ServiceManager systemd = listening("@" + UUID.randomUUID(), Map.of("WATCHDOG_USEC", "30000"));
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch stuck = new CountDownLatch(1);
            loops.group().next().execute(() -> {
                stuck.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
            CountDownLatch statuses = new CountDownLatch(1);
            systemd.watch(new Asked(() -> {
                statuses.countDown();
                return loops.runThroughAll();
            }));
            assertThat(next()).isEqualTo("STATUS=fine");
            assertThat(statuses.await(60, TimeUnit.SECONDS)).isTrue();
            // It is due every 10 ms: thirty times.
            Thread.sleep(300);
            assertThat(poll()).isEmpty();
            assertThat(StuckLoops.shown()).contains("guichet-loop").contains("CountDownLatch.await");

            goOn.countDown();
            assertThat(next()).isEqualTo("WATCHDOG=1");
            systemd.stopping("stopping");
        }
    }

    @Test
    void saysNothingWhenTheLookUpFails() throws Exception {
        ServiceManager systemd = listening("@" + UUID.randomUUID(), Map.of("WATCHDOG_USEC", "3000"));
        CountDownLatch asked = new CountDownLatch(5);
        systemd.watch(new Asked(() -> {
            asked.countDown();
            return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        }));
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(next()).isEqualTo("STATUS=fine");
        assertThat(poll()).isEmpty();
        systemd.stopping("stopping");
    }

    @Test
    void nobodyIsToldWithoutASocketForIt() {
        assertThat(SystemdReports.ofEnvironment(Map.of(), 7)).isSameAs(ServiceManager.NONE);
        assertThat(SystemdReports.ofEnvironment(Map.of("NOTIFY_SOCKET", ""), 7)).isSameAs(ServiceManager.NONE);
        assertThat(SystemdReports.ofEnvironment(Map.of("NOTIFY_SOCKET", "vsock:2:1"), 7))
                .isSameAs(ServiceManager.NONE);
    }

    @Test
    void readsTheWatchdogOfThisProcessOnly() {
        assertThat(SystemdReports.watchdog(Map.of("WATCHDOG_USEC", "30000000"), 7))
                .contains(Duration.ofSeconds(30));
        assertThat(SystemdReports.watchdog(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "7"), 7))
                .isPresent();
        assertThat(SystemdReports.watchdog(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "8"), 7))
                .isEmpty();
        assertThat(SystemdReports.watchdog(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
        assertThat(SystemdReports.watchdog(Map.of("WATCHDOG_USEC", "soon"), 7)).isEmpty();
        assertThat(SystemdReports.watchdog(Map.of(), 7)).isEmpty();
    }
}
