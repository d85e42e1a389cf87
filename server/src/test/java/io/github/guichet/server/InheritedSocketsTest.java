package io.github.guichet.server;

import static io.github.guichet.server.ListenerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Systemd;
import io.github.guichet.server.ListenAddress.Unix;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets that somebody else has opened: taken by name, served, and left open when a listener stops. */
@Timeout(120)
class InheritedSocketsTest {

    private final ListenerFixture fixture = new ListenerFixture(EventLoops.Transport.EPOLL);
    private final InheritedSockets sockets = fixture.loops.sockets();

    InheritedSocketsTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Socket unix(String file) throws Exception {
        Socket socket = Socket.newSocketDomain();
        socket.bind(
                new DomainSocketAddress(fixture.directory.resolve(file).toFile().getPath()));
        socket.listen(16);
        return socket;
    }

    private static Socket inet() throws Exception {
        Socket socket = Socket.newSocketStream();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    @Test
    void servesAllSocketsOfOneNameAndKeepsThemForTheNextWhenItStops() throws Exception {
        Socket unix = unix("s");
        Socket inet = inet();
        inet.listen(16);
        Systemd name = new Systemd("both");
        sockets.passed(name, unix.intValue());
        sockets.passed(name, inet.intValue());
        assertThat(sockets.unused()).containsExactly("both");
        Unix path = fixture.unix("s");
        Inet port = new Inet("127.0.0.1", inet.localAddress().getPort());

        Listener first = fixture.listen(name);
        assertThat(sockets.unused()).isEmpty();
        try (Peer a = Peer.connect(path);
                Peer b = Peer.connect(port)) {
            assertThat(a.send("eee").read(3) + b.send("ee").read(2)).isEqualTo("eeeee");
        }
        first.stop().get(60, TimeUnit.SECONDS);

        assertThat(sockets.unused()).containsExactly("both");
        assertThat(path.path()).exists();
        try (Peer waiting = Peer.connect(path);
                Peer alsoWaiting = Peer.connect(port)) {
            waiting.send("e");
            alsoWaiting.send("e");
            Listener second = fixture.listen(name);
            assertThat(waiting.read(1) + alsoWaiting.read(1)).isEqualTo("ee");
            assertThat(second.address()).isEqualTo(name);
        }
        fixture.stopAll();
        unix.close();
        inet.close();
    }

    @Test
    void takesAPortThatWasBoundBeforeAndClosesItWhenItStops() throws Exception {
        Socket bound = inet();
        Inet address = new Inet("127.0.0.1", bound.localAddress().getPort());
        sockets.add(address, bound.intValue());

        Listener listener = fixture.listen(address);
        try (Peer peer = Peer.connect(address)) {
            assertThat(peer.send("e").read(1)).isEqualTo("e");
        }
        listener.stop().get(60, TimeUnit.SECONDS);

        assertThatThrownBy(() -> Peer.connect(address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void saysWhichNamesThereAreWhenOneIsMissing() throws Exception {
        Systemd absent = new Systemd("policy");
        assertThatThrownBy(() -> fixture.listen(absent))
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith("cannot listen on systemd:policy: systemd passed no sockets to this process");

        Socket other = unix("other");
        sockets.passed(new Systemd("socketmap"), other.intValue());
        assertThatThrownBy(() -> fixture.listen(absent))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("no socket of this name, only socketmap");
        other.close();
    }

    @Test
    void refusesTwoListenersForOneName() throws Exception {
        Socket socket = unix("s");
        Systemd name = new Systemd("x");
        sockets.passed(name, socket.intValue());
        fixture.listen(name);

        assertThatThrownBy(() -> fixture.listen(name)).hasMessageContaining("it is served already");

        try (Peer peer = Peer.connect(fixture.unix("s"))) {
            assertThat(peer.send("e").read(1)).isEqualTo("e");
        }
        fixture.stopAll();
        socket.close();
    }

    @Test
    void refusesWhatIsNoListeningStreamSocketAndMayTryAgain() throws Exception {
        Socket datagram = Socket.newSocketDomainDgram();
        Socket deaf = inet();
        Systemd name = new Systemd("x");
        sockets.passed(name, datagram.intValue());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> fixture.listen(name)).hasMessageContaining("is no stream socket");
        }
        Systemd second = new Systemd("y");
        sockets.passed(second, deaf.intValue());
        assertThatThrownBy(() -> fixture.listen(second)).hasMessageContaining("does not listen");
        datagram.close();
        deaf.close();
        Systemd third = new Systemd("z");
        sockets.passed(third, 10_000);
        assertThatThrownBy(() -> fixture.listen(third)).hasMessageContaining("is no socket");
    }

    @Test
    void oneBadSocketOfANameIsServedByNobody() throws Exception {
        Socket good = unix("s");
        Socket datagram = Socket.newSocketDomainDgram();
        Systemd name = new Systemd("x");
        sockets.passed(name, good.intValue());
        sockets.passed(name, datagram.intValue());

        assertThatThrownBy(() -> fixture.listen(name)).hasMessageContaining("is no stream socket");

        assertThat(sockets.unused()).containsExactly("x");
        good.close();
        datagram.close();
    }

    @Test
    void readsWhatSystemdSays() throws Exception {
        assertThat(passed(Map.of("LISTEN_FDS", "3", "LISTEN_PID", "7", "LISTEN_FDNAMES", "a:b:a")))
                .isEqualTo("[a, b]");
        assertThat(passed(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "7"))).isEqualTo("[unknown]");
        assertThat(passed(Map.of("LISTEN_FDS", "0", "LISTEN_PID", "7", "LISTEN_FDNAMES", "")))
                .isEqualTo("[]");
        assertThat(passed(Map.of("LISTEN_FDS", "1", "LISTEN_PID", "8"))).isEqualTo("[]");
        assertThat(passed(Map.of("LISTEN_PID", "7"))).isEqualTo("[]");
        assertThat(passed(Map.of())).isEqualTo("[]");
    }

    private static String passed(Map<String, String> environment) throws ListenException {
        return InheritedSockets.ofSystemd(environment, 7).unused().toString();
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> passed(Map.of("LISTEN_FDS", "many", "LISTEN_PID", "7")))
                .hasMessageContaining("LISTEN_FDS is 'many'");
        assertThatThrownBy(() -> passed(Map.of("LISTEN_FDS", "9999", "LISTEN_PID", "7")))
                .hasMessageContaining("not a number up to");
        assertThatThrownBy(() -> passed(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "7", "LISTEN_FDNAMES", "a")))
                .hasMessageContaining("2 sockets and 1 names");
        assertThatThrownBy(() -> passed(Map.of("LISTEN_FDS", "1", "LISTEN_PID", "7", "LISTEN_FDNAMES", "\u0001")))
                .hasMessageContaining("printable ASCII");
    }

    @Test
    void leavesTheFilesOfASocketUnitAlone() throws Exception {
        Socket socket = unix("s");
        sockets.passed(new Systemd("x"), socket.intValue());
        Listener listener = fixture.listen(new Systemd("x"));
        try (Peer peer = Peer.connect(fixture.unix("s"))) {
            await(() -> listener.connections() == 1);
            listener.stop();
            assertThat(peer.readToEnd()).isEmpty();
        }
        fixture.stopAll();
        assertThat(Files.exists(fixture.directory.resolve("s"))).isTrue();
        socket.close();
    }
}
