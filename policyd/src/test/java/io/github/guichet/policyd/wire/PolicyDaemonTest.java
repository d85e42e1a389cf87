package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.ListenerLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon over real sockets. */
@Timeout(120)
class PolicyDaemonTest {

    private final FakeDesk desk = new FakeDesk();
    private final Path directory;
    private final Unix unix;

    PolicyDaemonTest() throws IOException {
        directory = Files.createTempDirectory("guichet");
        unix = Unix.at(directory.resolve("s"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.delete(directory);
    }

    private PolicyDaemon start(EventLoops loops, ListenAddress... addresses) throws ListenException {
        PolicyConfig config = new PolicyConfig(List.of(addresses), PolicyConfig.DEFAULT_LIMITS);
        return PolicyDaemon.start(config, desk, loops, new DaemonMetrics(new PrometheusRegistry()));
    }

    private static SocketChannel connect(ListenAddress address) throws IOException {
        SocketAddress socket = address instanceof Unix file
                ? UnixDomainSocketAddress.of(file.path())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), ((Inet) address).port());
        return SocketChannel.open(socket);
    }

    private static void ask(SocketChannel channel, String recipient) throws IOException {
        Map<String, String> request = PostfixRequests.postfix310();
        request.put("recipient", recipient);
        ByteBuffer bytes = ByteBuffer.wrap(PostfixRequests.bytes(request));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String read(SocketChannel channel, int count) throws IOException {
        return new String(Channels.newInputStream(channel).readNBytes(count), StandardCharsets.UTF_8);
    }

    private static void assertAnswered(SocketChannel channel, String expected) throws IOException {
        assertThat(read(channel, expected.length())).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(EventLoops.Transport.class)
    void answersOnEveryAddressAndTransport(EventLoops.Transport transport) throws Exception {
        try (EventLoops loops = new EventLoops(transport, 2)) {
            PolicyDaemon daemon = start(loops, unix, new Inet("127.0.0.1", 0));
            for (ListenAddress address : daemon.addresses()) {
                try (SocketChannel channel = connect(address)) {
                    ask(channel, "");
                    assertAnswered(channel, "action=DUNNO\n\n");
                    ask(channel, "a@example.net");
                    assertAnswered(channel, "action=REJECT a@example.net\n\n");
                }
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersADecisionFromAnotherThreadAndStopsAfterIt() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            PolicyDaemon daemon = start(loops, unix);
            try (SocketChannel channel = connect(unix)) {
                ask(channel, "slow");
                while (!desk.open.containsKey("slow")) {
                    Thread.onSpinWait();
                }
                CompletableFuture<Void> stopped = daemon.stop();
                assertThatThrownBy(() -> connect(unix)).isInstanceOf(IOException.class);
                desk.decide("slow");

                assertThat(read(channel, 1000)).isEqualTo("action=REJECT slow\n\n");
                stopped.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void closesTheConnectionOfADefectAndServesTheOthers() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            PolicyDaemon daemon = start(loops, unix);
            try (SocketChannel unlucky = connect(unix);
                    SocketChannel other = connect(unix)) {
                ask(unlucky, "boom");
                assertThat(read(unlucky, 1000)).isEmpty();
                ask(other, "");
                assertAnswered(other, "action=DUNNO\n\n");
                assertThat(daemon.connections()).isEqualTo(1);
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
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
    void refusesAnIdleTimeThatWouldCutPostfixOff() {
        ListenerLimits hasty = ListenerLimits.DEFAULT.withIdle(Duration.ofSeconds(299));

        assertThatThrownBy(() -> new PolicyConfig(List.of(unix), hasty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle must be at least 300 s");
        assertThatThrownBy(() -> new PolicyConfig(List.of(), ListenerLimits.DEFAULT))
                .hasMessageContaining("at least one address");
        assertThat(PolicyConfig.DEFAULT_LIMITS.idle()).isGreaterThan(Duration.ofSeconds(1000));
    }
}
