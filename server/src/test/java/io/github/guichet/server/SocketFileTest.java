package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Unix;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a Unix socket, from a listener's start to its end. */
@Timeout(120)
class SocketFileTest {

    private final ListenerFixture fixture;

    SocketFileTest() throws Exception {
        fixture = new ListenerFixture(EventLoops.bestTransport());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** What a process leaves that was killed: a socket on which nobody listens. */
    private static void leaveStale(Path path) throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    @ParameterizedTest
    @EnumSource(EventLoops.Transport.class)
    void replacesASocketOnWhichNobodyListens(EventLoops.Transport transport) throws Exception {
        try (ListenerFixture other = new ListenerFixture(transport)) {
            Unix address = other.unix("s");
            leaveStale(address.path());

            other.listen(address);

            try (Peer peer = Peer.connect(address)) {
                assertThat(peer.send("e").read(1)).isEqualTo("e");
            }
        }
    }

    @Test
    void removesWhatADeadStartWasPreparingAndNoDirectoryOfSomebodyElse() throws Exception {
        Unix address = fixture.unix("s");
        Path dead = oldDirectory(address.path().resolveSibling(".gabc123"), "s");
        Path others = oldDirectory(address.path().resolveSibling(".gitlab1"), "precious");

        fixture.listen(address);

        assertThat(dead).doesNotExist();
        assertThat(others.resolve("precious")).exists();
        Files.delete(others.resolve("precious"));
    }

    private static Path oldDirectory(Path directory, String file) throws Exception {
        Files.createDirectory(directory);
        Files.createFile(directory.resolve(file));
        return Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minusSeconds(600)));
    }

    @Test
    void neverLeavesThePlaceEmptyWhileItReplacesASocket() throws Exception {
        Path path = fixture.unix("s").path();
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger missing = new AtomicInteger();
        leaveStale(path);
        Thread watcher = new Thread(() -> {
            while (!end.get()) {
                if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                    missing.incrementAndGet();
                }
            }
        });
        watcher.start();

        fixture.listen(fixture.unix("s"));
        end.set(true);
        watcher.join();

        assertThat(missing).hasValue(0);
    }

    @Test
    void refusesASocketOnWhichSomebodyListens() throws Exception {
        Unix address = fixture.unix("s");
        fixture.listen(address);

        assertThatThrownBy(() -> fixture.listen(address))
                .isInstanceOf(ListenException.class)
                .hasMessage(address + ": another process listens on " + address.path() + "; stop it first");
        try (Peer peer = Peer.connect(address)) {
            assertThat(peer.send("e").read(1)).isEqualTo("e");
        }
    }

    @Test
    void refusesASocketWhoseListenerHasNoTimeToAccept() throws Exception {
        Unix address = fixture.unix("s");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(address.path()), 1);
            try (Peer a = Peer.connect(address);
                    Peer b = Peer.connect(address)) {
                assertThatThrownBy(() -> fixture.listen(address)).hasMessageContaining("another process listens on");
                assertThat(a.channel.isConnected() && b.channel.isConnected()).isTrue();
            }
        }
    }

    @Test
    void refusesAFileThatIsNoSocketAndKeepsIt() throws Exception {
        Unix address = fixture.unix("s");
        Files.writeString(address.path(), "precious");

        assertThatThrownBy(() -> fixture.listen(address))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining(address.path() + " exists and is not a socket");
        assertThat(address.path()).hasContent("precious");
    }

    @Test
    void refusesALinkEvenToASocket() throws Exception {
        Files.createSymbolicLink(fixture.directory.resolve("link"), Path.of("s"));
        leaveStale(fixture.directory.resolve("s"));

        assertThatThrownBy(() -> fixture.listen(fixture.unix("link"))).hasMessageContaining("is not a socket");
    }

    @Test
    void doesNotCreateDirectories() {
        assertThatThrownBy(() -> fixture.listen(fixture.unix("missing/s")))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("the directory " + fixture.directory + "/missing does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0666, 0600, 0660, 0777})
    void hasExactlyTheModeThatWasAsked(int mode) throws Exception {
        Unix address = fixture.unix("s").withMode(mode);

        fixture.listen(address);

        assertThat((Integer) Files.getAttribute(address.path(), "unix:mode") & 07777)
                .isEqualTo(mode);
        assertThat(fixture.files()).containsExactly("s");
    }

    @Test
    void givesTheSocketToUserAndGroup() throws Exception {
        PosixFileAttributes mine = Files.readAttributes(fixture.directory, PosixFileAttributes.class);
        boolean root = mine.owner().getName().equals("root");
        String user = root ? "nobody" : mine.owner().getName();
        String group = root ? "nogroup" : mine.group().getName();
        Unix address = new Unix(fixture.directory.resolve("s"), 0660, Optional.of(user), Optional.of(group));

        fixture.listen(address);

        PosixFileAttributes socket = Files.readAttributes(address.path(), PosixFileAttributes.class);
        assertThat(socket.owner().getName()).isEqualTo(user);
        assertThat(socket.group().getName()).isEqualTo(group);
    }

    @Test
    void namesAUserOrGroupThatDoesNotExistAndLeavesNothingBehind() throws Exception {
        Path path = fixture.directory.resolve("s");

        assertThatThrownBy(() -> fixture.listen(new Unix(path, 0660, Optional.of("no-such-user"), Optional.empty())))
                .hasMessageContaining("there is no user 'no-such-user'");
        assertThatThrownBy(() -> fixture.listen(new Unix(path, 0660, Optional.empty(), Optional.of("no-such-group"))))
                .hasMessageContaining("there is no group 'no-such-group'");
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void removesItsOwnSocketAtTheEndAndNotAnother() throws Exception {
        Listener mine = fixture.listen(fixture.unix("mine"));
        Listener replaced = fixture.listen(fixture.unix("replaced"));
        Files.delete(fixture.directory.resolve("replaced"));
        leaveStale(fixture.directory.resolve("replaced"));

        mine.stop().join();
        replaced.stop().join();

        assertThat(fixture.files()).containsExactly("replaced");
    }

    @Test
    void bindsTheLongestPathThatIsAllowed() throws Exception {
        String directory = fixture.directory.toString();
        Path deep = Files.createDirectory(fixture.directory.resolve(
                "d".repeat(ListenAddress.LONGEST_PATH - ListenAddress.PREPARATION_SUFFIX - directory.length() - 1)));
        Unix address = Unix.at(deep.resolve("0123456789"));
        assertThat(address.path().toString()).hasSize(ListenAddress.LONGEST_PATH);

        Listener listener = fixture.listen(address);

        try (Peer peer = Peer.connect(address)) {
            assertThat(peer.send("e").read(1)).isEqualTo("e");
        }
        listener.stop().join();
    }
}
