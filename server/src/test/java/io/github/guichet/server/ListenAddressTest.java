package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @Test
    void readsAUnixSocketThatPostfixMayConnectTo() {
        assertThat(ListenAddress.parse("unix:/run/guichet/socketmap.sock"))
                .isEqualTo(new Unix(Path.of("/run/guichet/socketmap.sock"), 0666, Optional.empty(), Optional.empty()));
    }

    @Test
    void takesAnotherDefaultMode() {
        assertThat(ListenAddress.parse("unix:/run/guichet/admin.sock", 0600))
                .isEqualTo(new Unix(Path.of("/run/guichet/admin.sock"), 0600, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "inet:127.0.0.1:10001, 127.0.0.1, 10001",
        "inet:localhost:1, localhost, 1",
        "inet:[::1]:65535, ::1, 65535",
        "inet:0.0.0.0:25, 0.0.0.0, 25"
    })
    void readsTcpPorts(String text, String host, int port) {
        ListenAddress address = ListenAddress.parse(text);

        assertThat(address).isEqualTo(new Inet(host, port));
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/run/a, an address is unix:/path or inet:host:port",
        "tcp:127.0.0.1:1, an address is unix:/path or inet:host:port",
        "unix:, unix: needs a path",
        "unix:private/guichet, must start with '/'",
        "unix:/, names no socket in a directory",
        "inet:, inet: needs a host and a port",
        "inet:10001, inet: needs a host and a port",
        "inet::10001, name the address to listen on",
        "inet:[::1], inet: needs a host and a port",
        "inet:::1:10001, written in brackets",
        "inet:127.0.0.1:, a port is a number from 1 to 65535",
        "inet:127.0.0.1:0, a port is a number from 1 to 65535",
        "inet:127.0.0.1:65536, a port is a number from 1 to 65535",
        "inet:127.0.0.1:999999999999, a port is a number from 1 to 65535",
        "inet:127.0.0.1:smtp, a port is a number from 1 to 65535",
        "inet:127.0.0.1:-1, a port is a number from 1 to 65535",
    })
    void saysWhatIsWrongWithAnAddress(String text, String message) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesAPathOf106BytesAndRefusesOneOf107() {
        String directory = "/" + "d".repeat(80) + "/";
        String longest = directory + "s".repeat(106 - directory.length());

        assertThat(ListenAddress.parse("unix:" + longest)).hasToString("unix:" + longest);
        assertThatThrownBy(() -> ListenAddress.parse("unix:" + longest + "s"))
                .hasMessageContaining("at most 106 bytes, this has 107");
    }

    @Test
    void countsBytesAndNotCharacters() {
        String path = "/" + "ü".repeat(60);

        assertThatThrownBy(() -> ListenAddress.parse("unix:" + path)).hasMessageContaining("this has 121");
    }

    @Test
    void refusesADirectoryThatLeavesNoRoomToPrepareTheSocket() {
        assertThat(ListenAddress.parse("unix:/" + "d".repeat(94) + "/s")).isInstanceOf(Unix.class);
        assertThatThrownBy(() -> ListenAddress.parse("unix:/" + "d".repeat(95) + "/s"))
                .hasMessageContaining("the directory of a Unix socket has at most 95 bytes, this has 96");
    }

    @ParameterizedTest
    @CsvSource({"0660, 432", "660, 432", "0, 0", "0777, 511"})
    void readsModes(String text, int mode) {
        assertThat(ListenAddress.parseMode(text)).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1777", "0888", "rw", "00660", "-1"})
    void refusesOtherModes(String text) {
        assertThatThrownBy(() -> ListenAddress.parseMode(text)).hasMessageContaining("a mode is octal");
    }
}
