package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.ListenerLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon over real sockets. */
@Timeout(120)
class SocketmapDaemonTest {

    private static final String LARGE = "v".repeat(90_000);

    private final FakeTable table = new FakeTable().with("a", "A").with("large", LARGE);
    private final Path directory;
    private final Unix unix;

    SocketmapDaemonTest() throws IOException {
        directory = Files.createTempDirectory("guichet");
        unix = Unix.at(directory.resolve("s"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.delete(directory);
    }

    private SocketmapDaemon start(EventLoops loops, ListenAddress... addresses) throws ListenException {
        return SocketmapDaemon.start(
                new SocketmapConfig(List.of(addresses), ListenerLimits.DEFAULT),
                table.as("m"),
                loops,
                new DaemonMetrics(new PrometheusRegistry()),
                LookupObserver.NONE);
    }

    private static SocketChannel connect(ListenAddress address) throws IOException {
        SocketAddress socket = address instanceof Inet inet
                ? new InetSocketAddress(inet.host(), inet.port())
                : UnixDomainSocketAddress.of(((Unix) address).path());
        return SocketChannel.open(socket);
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String read(SocketChannel channel, int count) throws IOException {
        return new String(Channels.newInputStream(channel).readNBytes(count), StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.sleep(5);
        }
    }

    @ParameterizedTest
    @EnumSource(EventLoops.Transport.class)
    void answersOnEveryAddressAndTransport(EventLoops.Transport transport) throws Exception {
        try (EventLoops loops = new EventLoops(transport, 2)) {
            SocketmapDaemon daemon = start(loops, unix, new Inet("127.0.0.1", 0));
            for (ListenAddress address : daemon.addresses()) {
                try (SocketChannel channel = connect(address)) {
                    send(channel, "3:m a,3:m x,");
                    assertThat(read(channel, 19)).isEqualTo("4:OK A,9:NOTFOUND ,");
                }
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersALookUpFromAnotherThread() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            SocketmapDaemon daemon = start(loops, unix);
            try (SocketChannel channel = connect(unix)) {
                send(channel, "6:m slow,3:m a,");
                await(() -> table.open.containsKey("slow"));
                table.answer("slow", new Found("finally"));

                assertThat(read(channel, 21)).isEqualTo("10:OK finally,4:OK A,");
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(EventLoops.Transport.class)
    void holdsNoMoreForAPeerThatDoesNotRead(EventLoops.Transport transport) throws Exception {
        int requests = 2000;
        try (EventLoops loops = new EventLoops(transport, 1)) {
            SocketmapDaemon daemon = start(loops, unix);
            try (SocketChannel greedy = connect(unix);
                    SocketChannel other = connect(unix)) {
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    try {
                        send(greedy, "7:m large,".repeat(requests));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                send(other, "3:m a,");
                assertThat(read(other, 7)).isEqualTo("4:OK A,");
                await(() -> table.asked.size() > 2);
                int asked;
                do {
                    asked = table.asked.size();
                    Thread.sleep(200);
                } while (asked != table.asked.size());

                // 180 MB were asked for; what is held is what two water marks and the kernel's buffers take.
                assertThat(asked).isLessThan(100);

                DataInputStream in = new DataInputStream(Channels.newInputStream(greedy));
                byte[] reply = new byte[("90003:OK " + LARGE + ",").length()];
                for (int i = 0; i < requests; i++) {
                    in.readFully(reply);
                    assertThat(reply[reply.length - 1]).isEqualTo((byte) ',');
                }
                sent.join();
                assertThat(table.asked).hasSize(requests + 1);
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersWhatIsInFlightWhenItStops() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            SocketmapDaemon daemon = start(loops, unix);
            try (SocketChannel channel = connect(unix)) {
                send(channel, "6:m slow,");
                await(() -> table.open.containsKey("slow"));

                CompletableFuture<Void> stopped = daemon.stop();
                assertThatThrownBy(() -> connect(unix)).isInstanceOf(IOException.class);
                table.answer("slow", new Found("at the last moment"));

                assertThat(read(channel, 100)).isEqualTo("21:OK at the last moment,");
                stopped.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void listensOnAllAddressesOrOnNone() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            assertThatThrownBy(() -> start(loops, unix, Unix.at(directory.resolve("missing/s"))))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("missing does not exist");
            assertThat(unix.path()).doesNotExist();
        }
    }

    @Test
    void takesOverTheSocketOfAKilledDaemonWithoutAGap() throws Exception {
        try (EventLoops loops = EventLoops.create();
                EventLoops others = EventLoops.create()) {
            SocketmapDaemon first = start(loops, unix);
            assertThatThrownBy(() -> start(others, unix)).hasMessageContaining("another process listens on");
            first.stop().get(60, TimeUnit.SECONDS);
            SocketmapDaemon second = start(others, unix);
            try (SocketChannel channel = connect(unix)) {
                send(channel, "3:m a,");
                assertThat(read(channel, 7)).isEqualTo("4:OK A,");
            }
            second.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesAnIdleTimeThatWouldCutPostfixOff() {
        ListenerLimits hasty = ListenerLimits.DEFAULT.withIdle(Duration.ofSeconds(119));

        assertThatThrownBy(() -> new SocketmapConfig(List.of(unix), hasty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle must be at least 120 s");
        assertThatThrownBy(() -> new SocketmapConfig(List.of(), ListenerLimits.DEFAULT))
                .hasMessageContaining("at least one address");
    }
}
