package io.github.guichet.server;

import static io.github.guichet.server.ListenerFixture.ANY_PORT;
import static io.github.guichet.server.ListenerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Inet;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener does for every protocol, over real sockets; run on each transport. */
@Timeout(120)
abstract class ListenerContract {

    private static final ListenerLimits LIMITS = ListenerLimits.DEFAULT;
    private static final Duration SHORT = Duration.ofMillis(200);

    final ListenerFixture fixture;

    ListenerContract(EventLoops.Transport transport) throws Exception {
        fixture = new ListenerFixture(transport);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** Where a peer may close its half and still be answered. */
    ListenAddress halfClosing() {
        return ANY_PORT;
    }

    private LineProtocol.Talk talk(int number) throws InterruptedException {
        await(() -> fixture.toy.talks.size() > number);
        return fixture.toy.talks.get(number);
    }

    @Test
    void servesBothKindsOfSocket() throws Exception {
        Listener unix = fixture.listen(fixture.unix("s"));
        Listener inet = fixture.listen(ANY_PORT);

        assertThat(((Inet) inet.address()).port()).isPositive();
        try (Peer a = Peer.connect(unix.address());
                Peer b = Peer.connect(inet.address())) {
            assertThat(a.send("eee").read(3)).isEqualTo("eee");
            assertThat(b.send("ee").read(2)).isEqualTo("ee");
            assertThat(fixture.value("guichet_connections")).isEqualTo(2);
        }
        await(() -> fixture.value("guichet_connections") == 0);
    }

    @Test
    void closesAConnectionOverTheLimitAtOnceAndCountsIt() throws Exception {
        Listener listener = fixture.listen(ANY_PORT, LIMITS.withMaxConnections(2));
        try (Peer a = Peer.connect(listener.address());
                Peer b = Peer.connect(listener.address())) {
            assertThat(a.send("e").read(1) + b.send("e").read(1)).isEqualTo("ee");

            try (Peer c = Peer.connect(listener.address())) {
                assertThat(c.readToEnd()).isEmpty();
            }

            assertThat(fixture.value("guichet_connections_refused")).isEqualTo(1);
            assertThat(a.send("e").read(1) + b.send("e").read(1)).isEqualTo("ee");
        }
        await(() -> listener.connections() == 0);
        try (Peer d = Peer.connect(listener.address())) {
            assertThat(d.send("e").read(1)).isEqualTo("e");
        }
    }

    @Test
    void closesAConnectionThatAsksNothing() throws Exception {
        Listener listener = fixture.listen(ANY_PORT, LIMITS.withIdle(SHORT));
        try (Peer peer = Peer.connect(listener.address())) {
            assertThat(peer.send("e").readToEnd()).isEqualTo("e");
        }
    }

    @Test
    void doesNotTakeAConnectionForIdleThatWaitsForItsAnswer() throws Exception {
        Listener listener = fixture.listen(ANY_PORT, LIMITS.withIdle(SHORT));
        try (Peer peer = Peer.connect(listener.address())) {
            peer.send("()");
            Thread.sleep(5 * SHORT.toMillis());
            talk(0).answer();

            assertThat(peer.read(1)).isEqualTo("a");
        }
    }

    @Test
    void closesAConnectionThatDoesNotCompleteItsRequest() throws Exception {
        Listener listener = fixture.listen(ANY_PORT, LIMITS.withFrameTime(SHORT));
        try (Peer peer = Peer.connect(listener.address())) {
            assertThat(peer.send("e(").readToEnd()).isEqualTo("e");
            assertThat(fixture.value("guichet_protocol_errors")).isEqualTo(1);
        }
    }

    @Test
    void closesAConnectionThatDoesNotTakeItsReplies() throws Exception {
        Listener unix = fixture.listen(fixture.unix("s"), LIMITS.withWriteTime(SHORT));
        Listener inet = fixture.listen(ANY_PORT, LIMITS.withWriteTime(SHORT));
        try (Peer a = Peer.connect(unix.address());
                Peer b = Peer.connect(inet.address())) {
            a.send("b".repeat(16));
            b.send("b".repeat(16));

            await(() -> fixture.toy.talks.size() == 2);
            await(() -> unix.connections() == 0 && inet.connections() == 0);
        }
    }

    @Test
    void losesOnlyTheConnectionThatMetADefect() throws Exception {
        Listener listener = fixture.listen(ANY_PORT);
        try (Peer good = Peer.connect(listener.address());
                Peer bad = Peer.connect(listener.address())) {
            good.send("e").read(1);

            assertThat(bad.send("x").readToEnd()).isEmpty();

            assertThat(good.send("e").read(1)).isEqualTo("e");
            assertThat(fixture.value("guichet_internal_errors")).isEqualTo(1);
        }
    }

    @Test
    void answersAPeerThatHasClosedItsHalf() throws Exception {
        Listener listener = fixture.listen(halfClosing());
        try (Peer peer = Peer.connect(listener.address())) {
            peer.send("()()");
            peer.channel.shutdownOutput();
            talk(0).answer();
            talk(0).answer();

            assertThat(peer.readToEnd()).isEqualTo("aa");
        }
    }

    @Test
    void answersWhatIsInFlightWhenItStops() throws Exception {
        Listener listener = fixture.listen(fixture.unix("s"));
        try (Peer idle = Peer.connect(listener.address());
                Peer busy = Peer.connect(listener.address())) {
            idle.send("e").read(1);
            busy.send("e()").read(1);
            LineProtocol.Talk talk = talk(1);
            await(() -> talk.inFlight() == 1);

            CompletableFuture<Void> stopped = listener.stop();

            assertThat(idle.readToEnd()).isEmpty();
            assertThat(stopped).isNotDone();
            assertThat(Files.exists(fixture.directory.resolve("s"))).isFalse();
            talk.answer();
            assertThat(busy.readToEnd()).isEqualTo("a");
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void acceptsNobodyAfterItStopped() throws Exception {
        Listener listener = fixture.listen(ANY_PORT);
        listener.stop().get(60, TimeUnit.SECONDS);

        await(() -> refuses(listener.address()));
        assertThat(listener.stop()).isCompleted();
    }

    /** Java's selector closes the socket with its next round, which may be a moment later. */
    private static boolean refuses(ListenAddress address) {
        try {
            Peer.connect(address).close();
            return false;
        } catch (IOException e) {
            return e instanceof ConnectException;
        }
    }

    @Test
    void doesNotWaitForeverWhenItStops() throws Exception {
        Listener listener = fixture.listen(ANY_PORT, LIMITS.withDrain(SHORT));
        try (Peer peer = Peer.connect(listener.address())) {
            peer.send("e()").read(1);
            LineProtocol.Talk talk = talk(0);
            await(() -> talk.inFlight() == 1);

            listener.stop().get(60, TimeUnit.SECONDS);

            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        Listener first = fixture.listen(ANY_PORT);

        assertThatThrownBy(() -> fixture.listen(first.address()))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("cannot listen on " + first.address())
                .hasMessageContaining("in use");
    }

    @Test
    void saysWhichHostHasNoAddress() {
        assertThatThrownBy(() -> fixture.listen(new Inet("host.invalid", 1)))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("the name 'host.invalid' has no address");
    }
}
