package io.github.guichet.server;

import static io.github.guichet.server.ListenerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Unix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The addresses of a daemon change while it serves. */
@Timeout(120)
class ListenersTest {

    private final ListenerFixture fixture;
    private final Listeners listeners;

    ListenersTest() throws Exception {
        fixture = new ListenerFixture(EventLoops.Transport.EPOLL);
        listeners = new Listeners(fixture.loops, fixture.metrics.daemon("toy"));
    }

    @AfterEach
    void close() throws Exception {
        listeners.stop().orTimeout(60, TimeUnit.SECONDS).join();
        fixture.close();
    }

    private Listeners.Change prepare(ListenAddress... addresses) throws ListenException {
        return listeners.prepare(Stream.of(addresses)
                .map(address -> new Listeners.Wish(address, ListenerLimits.DEFAULT, fixture.toy))
                .toList());
    }

    @Test
    void keepTheConnectionsOfWhatStaysAndEndThoseOfWhatIsGone() throws Exception {
        prepare(fixture.unix("stays"), fixture.unix("goes")).commit();
        try (Peer stays = Peer.connect(fixture.unix("stays"));
                Peer goes = Peer.connect(fixture.unix("goes"))) {
            assertThat(stays.send("e").read(1)).isEqualTo("e");
            assertThat(goes.send("e").read(1)).isEqualTo("e");
            Object inode = Files.getAttribute(fixture.directory.resolve("stays"), "unix:ino");

            prepare(fixture.unix("stays"), fixture.unix("comes")).commit();

            assertThat(Files.getAttribute(fixture.directory.resolve("stays"), "unix:ino"))
                    .isEqualTo(inode);
            assertThat(fixture.files()).containsExactly("comes", "stays");
            await(() -> listeners.connections() == 1);
            assertThat(stays.send("e").read(1)).isEqualTo("e");
            try (Peer comes = Peer.connect(fixture.unix("comes"))) {
                assertThat(comes.send("e").read(1)).isEqualTo("e");
            }
        }
        assertThat(listeners.addresses()).hasSize(2);
    }

    @Test
    void stayAsTheyWereWhenOneCannotBeBound() throws Exception {
        prepare(fixture.unix("stays")).commit();
        Unix nowhere = Unix.at(fixture.directory.resolve("nowhere/socket"));
        assertThatThrownBy(() -> prepare(fixture.unix("new"), nowhere)).isInstanceOf(ListenException.class);
        await(() -> !Files.exists(fixture.directory.resolve("new")));
        assertThat(fixture.files()).containsExactly("stays");
        assertThat(listeners.addresses()).isEqualTo(List.of(fixture.unix("stays")));
        try (Peer stays = Peer.connect(fixture.unix("stays"))) {
            assertThat(stays.send("e").read(1)).isEqualTo("e");
        }
    }

    @Test
    void giveASocketItsModeBackWhenTheChangeIsAborted() throws Exception {
        Unix open = new Unix(fixture.directory.resolve("s"), 0666, Optional.empty(), Optional.empty());
        Unix closed = new Unix(open.path(), 0600, Optional.empty(), Optional.empty());
        prepare(open).commit();
        prepare(closed).abort();
        assertThat(mode(open)).isEqualTo("rw-rw-rw-");
        prepare(closed).commit();
        assertThat(mode(open)).isEqualTo("rw-------");
    }

    @Test
    void giveASocketItsOwnGroupBackWhenNoneIsNamedAnyMore() throws Exception {
        Unix plain = fixture.unix("s");
        prepare(plain).commit();
        String own = group(plain);
        // Only root may name a group that it is no member of.
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        String other = root ? "daemon" : own;
        prepare(new Unix(plain.path(), plain.mode(), Optional.empty(), Optional.of(other)))
                .commit();
        assertThat(group(plain)).isEqualTo(other);
        prepare(plain).commit();
        assertThat(group(plain)).isEqualTo(own);
    }

    private static String group(Unix socket) throws Exception {
        return Files.getAttribute(socket.path(), "posix:group").toString();
    }

    private static String mode(Unix socket) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path()));
    }

    @Test
    void takeNobodyBeforeTheChangeIsCommitted() throws Exception {
        Listeners.Change change = prepare(fixture.unix("new"));
        try (Peer early = Peer.connect(fixture.unix("new"))) {
            early.send("e");
            assertThat(listeners.connections()).isZero();
            change.commit();
            assertThat(early.read(1)).isEqualTo("e");
        }
    }
}
