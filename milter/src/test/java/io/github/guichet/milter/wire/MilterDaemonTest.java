package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Modification.ReplaceBody;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.ListenerLimits;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon over real sockets. */
@Timeout(120)
class MilterDaemonTest {

    private final FakeFilter filter = new FakeFilter();
    private final Path directory;
    private final Unix unix;

    MilterDaemonTest() throws IOException {
        directory = Files.createTempDirectory("guichet");
        unix = Unix.at(directory.resolve("s"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.delete(directory);
    }

    private MilterDaemon start(EventLoops loops, ListenAddress... addresses) throws ListenException {
        MilterConfig config = new MilterConfig(List.of(addresses), MilterConfig.DEFAULT_LIMITS);
        return MilterDaemon.start(config, filter, loops, new DaemonMetrics(new PrometheusRegistry()));
    }

    private static SocketChannel connect(ListenAddress address) throws IOException {
        SocketAddress socket = address instanceof Unix file
                ? UnixDomainSocketAddress.of(file.path())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), ((Inet) address).port());
        SocketChannel channel = SocketChannel.open(socket);
        say(channel, Mta.POSTFIX_OFFER);
        assertThat(hear(channel)).startsWith("O 6");
        return channel;
    }

    private static void say(SocketChannel channel, byte[] packet) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** One packet. */
    private static String hear(SocketChannel channel) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        int length = in.readInt();
        byte[] packet = new byte[length];
        in.readFully(packet);
        return Mta.read(Unpooled.buffer().writeInt(length).writeBytes(packet)).get(0);
    }

    private static boolean ended(SocketChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    @ParameterizedTest
    @EnumSource(EventLoops.Transport.class)
    void servesOnEveryAddressAndTransport(EventLoops.Transport transport) throws Exception {
        try (EventLoops loops = new EventLoops(transport, 2)) {
            MilterDaemon daemon = start(loops, unix, new Inet("127.0.0.1", 0));
            for (ListenAddress address : daemon.addresses()) {
                try (SocketChannel channel = connect(address)) {
                    say(channel, Mta.packet('M', "<a@example.org>"));
                    assertThat(hear(channel)).isEqualTo("c");
                    say(channel, Mta.packet('Q'));
                    assertThat(ended(channel)).isTrue();
                }
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void sendsALongNewBodyAsFastAsTheMtaTakesIt() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        byte[] piece = new byte[65535];
        filter.ending(Reply.CONTINUE, new ReplaceBody(() -> pieces.incrementAndGet() <= 300 ? piece : new byte[0]));
        try (EventLoops loops = EventLoops.create()) {
            MilterDaemon daemon = start(loops, unix);
            try (SocketChannel channel = connect(unix)) {
                say(channel, Mta.packet('E'));
                hear(channel);
                // Neither the kernel nor the daemon holds 20 MB of it.
                assertThat(pieces.get()).isLessThan(300);
                for (int i = 1; i < 300; i++) {
                    assertThat(hear(channel)).hasSize(2 + 65535);
                }
                assertThat(hear(channel)).isEqualTo("c");
                say(channel, Mta.packet('M', "<a@example.org>"));
                assertThat(hear(channel)).isEqualTo("c");
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersADecisionFromAnotherThreadAndStopsAfterIt() throws Exception {
        filter.end = new CompletableFuture<>();
        try (EventLoops loops = EventLoops.create()) {
            MilterDaemon daemon = start(loops, unix);
            try (SocketChannel channel = connect(unix)) {
                say(channel, Mta.packet('E'));
                while (!filter.told.contains("eom")) {
                    Thread.onSpinWait();
                }
                CompletableFuture<Void> stopped = daemon.stop();
                filter.end.complete(EndOfMessage.UNCHANGED);

                assertThat(hear(channel)).isEqualTo("c");
                assertThat(ended(channel)).isTrue();
                stopped.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void stopsWhenAnMtaLeavesInTheMiddleOfAMessage() throws Exception {
        try (EventLoops loops = EventLoops.create()) {
            MilterConfig patient =
                    new MilterConfig(List.of(unix), MilterConfig.DEFAULT_LIMITS.withDrain(Duration.ofHours(1)));
            MilterDaemon daemon =
                    MilterDaemon.start(patient, filter, loops, new DaemonMetrics(new PrometheusRegistry()));
            SocketChannel channel = connect(unix);
            say(channel, Mta.header("From", "a@example.org"));
            assertThat(hear(channel)).isEqualTo("c");
            CompletableFuture<Void> stopped = daemon.stop();
            channel.close();

            stopped.get(60, TimeUnit.SECONDS);
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
    void refusesAnIdleTimeThatWouldCutAnMtaOff() {
        ListenerLimits hasty = ListenerLimits.DEFAULT.withIdle(Duration.ofSeconds(599));

        assertThatThrownBy(() -> new MilterConfig(List.of(unix), hasty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle must be at least 10 min");
        assertThatThrownBy(() -> new MilterConfig(List.of(), MilterConfig.DEFAULT_LIMITS))
                .hasMessageContaining("at least one address");
        assertThat(MilterConfig.DEFAULT_LIMITS.idle()).isEqualTo(Duration.ofHours(2));
    }
}
