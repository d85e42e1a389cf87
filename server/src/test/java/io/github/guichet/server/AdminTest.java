package io.github.guichet.server;

import static io.github.guichet.server.ListenerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Unix;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server and client of the admin socket, talking to each other. */
@Timeout(120)
class AdminTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final ListenerFixture fixture;
    private final Unix address;
    private final AdminServer server;
    private final AdminClient client;

    AdminTest() throws Exception {
        fixture = new ListenerFixture(EventLoops.bestTransport());
        address = fixture.unix("admin").withMode(AdminServer.DEFAULT_MODE);
        server = AdminServer.start(
                address,
                fixture.loops,
                fixture.metrics,
                List.of(
                        command("echo", arguments -> String.join("|", arguments)),
                        command("large", arguments -> "ü".repeat(Integer.parseInt(arguments.get(0)))),
                        command("wait", arguments -> {
                            release();
                            return "waited\n";
                        }),
                        new Refusing()));
        client = new AdminClient(address.path(), Duration.ofSeconds(60));
    }

    private void release() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws Exception {
        release.countDown();
        server.stop().get(60, TimeUnit.SECONDS);
        fixture.close();
    }

    private static AdminCommand command(String name, Function<List<String>, String> body) {
        return new AdminCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String run(List<String> arguments) {
                return body.apply(arguments);
            }
        };
    }

    private static final class Refusing implements AdminCommand {
        @Override
        public String name() {
            return "refuse";
        }

        @Override
        public String run(List<String> arguments) throws AdminException {
            throw new AdminException("there is no map '" + arguments.get(0) + "'");
        }
    }

    @Test
    void carriesArgumentsAsTheyAre() throws Exception {
        List<String> arguments = List.of("a b", "", "\\s", "tab\there", "line\nfeed\r", "ümlaut", "  ", "\\");

        assertThat(client.ask("echo", arguments)).isEqualTo(String.join("|", arguments));
        assertThat(client.ask("echo", List.of())).isEmpty();
    }

    @Test
    void talksToAPersonWithSocat() throws Exception {
        try (Peer peer = Peer.connect(address)) {
            peer.send("echo  one two\r\nwhat\n").channel.shutdownOutput();

            assertThat(peer.readToEnd())
                    .isEqualTo("OK 7\none|twoERROR 53\nunknown command; known are: echo, large, refuse, wait");
        }
    }

    @Test
    void passesARefusalOn() {
        assertThatThrownBy(() -> client.ask("refuse", List.of("nomap")))
                .isInstanceOf(AdminException.class)
                .hasMessage("there is no map 'nomap'");
    }

    @Test
    void survivesACommandWithADefect() throws Exception {
        assertThatThrownBy(() -> client.ask("large", List.of("no number")))
                .isInstanceOf(AdminException.class)
                .hasMessage("internal error, see the log of guichet");
        assertThat(client.ask("echo", List.of("still there"))).isEqualTo("still there");
    }

    @Test
    void carriesALargeReplyUpToItsLimit() throws Exception {
        int most = AdminServer.MAX_REPLY / 2;

        assertThat(client.ask("large", List.of(Integer.toString(most)))).hasSize(most);
        assertThatThrownBy(() -> client.ask("large", List.of(Integer.toString(most + 1))))
                .hasMessageContaining("the admin socket carries at most 16777216");
    }

    @Test
    void refusesALineThatIsTooLong() throws Exception {
        assertThatThrownBy(() -> client.ask("echo", List.of("x".repeat(AdminServer.MAX_REQUEST))))
                .isInstanceOf(AdminException.class)
                .hasMessage("a request has at most 65536 bytes");
        try (Peer peer = Peer.connect(address)) {
            assertThat(peer.send("x".repeat(AdminServer.MAX_REQUEST + 1)).readToEnd())
                    .startsWith("ERROR 33\na request has at most 65536 bytes");
        }
    }

    @Test
    void refusesABackslashThatMeansNothing() throws Exception {
        try (Peer peer = Peer.connect(address)) {
            peer.send("echo \\x\necho \\\n").channel.shutdownOutput();

            String expected = "ERROR 42\na backslash is followed by s, t, n, r or \\";
            assertThat(peer.readToEnd()).isEqualTo(expected + expected);
        }
    }

    @Test
    void answersRequestsOfOneConnectionInOrder() throws Exception {
        try (Peer peer = Peer.connect(address)) {
            peer.send("wait\necho two\necho three\n");
            release.countDown();

            assertThat(peer.read("OK 7\nwaited\nOK 3\ntwoOK 5\nthree".length()))
                    .isEqualTo("OK 7\nwaited\nOK 3\ntwoOK 5\nthree");
        }
    }

    @Test
    void doesNotBlockTheLoopsWhileACommandRuns() throws Exception {
        Listener other = fixture.listen(fixture.unix("other"));
        try (Peer waiting = Peer.connect(address);
                Peer peer = Peer.connect(other.address())) {
            waiting.send("wait\n");

            assertThat(peer.send("e").read(1)).isEqualTo("e");
        }
    }

    @Test
    void saysThatNobodyIsThere() {
        AdminClient nobody = new AdminClient(fixture.directory.resolve("missing"), Duration.ofSeconds(5));

        assertThatThrownBy(() -> nobody.ask("status", List.of()))
                .isInstanceOf(NotRunningException.class)
                .hasMessageContaining("guichet is not running: there is no " + fixture.directory + "/missing");
    }

    @Test
    void saysThatAKilledProcessIsNotThere() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(fixture.directory.resolve("dead")));
        }
        AdminClient nobody = new AdminClient(fixture.directory.resolve("dead"), Duration.ofSeconds(5));

        assertThatThrownBy(() -> nobody.ask("status", List.of()))
                .isInstanceOf(NotRunningException.class)
                .hasMessageContaining("guichet does not answer on");
    }

    @Test
    void doesNotWaitForeverForAStoppedProcess() throws Exception {
        AdminClient impatient = new AdminClient(address.path(), Duration.ofMillis(100));

        assertThatThrownBy(() -> impatient.ask("wait", List.of()))
                .isInstanceOf(NotRunningException.class)
                .hasMessageContaining("did not answer within");
    }

    @Test
    void doesNotTakeAnotherServerForGuichet() throws Exception {
        Listener echo = fixture.listen(fixture.unix("echo"));
        AdminClient lost = new AdminClient(fixture.directory.resolve("echo"), Duration.ofSeconds(60));

        assertThatThrownBy(() -> lost.ask("e".repeat(100), List.of()))
                .isInstanceOf(NotRunningException.class)
                .hasMessageContaining("is not guichet");
        await(() -> echo.connections() == 0);
    }

    @Test
    void letsOnlyTheOwnerIn() throws Exception {
        assertThat((Integer) Files.getAttribute(address.path(), "unix:mode") & 0777)
                .isEqualTo(0600);
        assertThatThrownBy(() -> AdminServer.start(
                        fixture.unix("open"), fixture.loops, fixture.metrics, List.of(new Refusing())))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("mode 0666 would let every user of this machine in");
    }
}
