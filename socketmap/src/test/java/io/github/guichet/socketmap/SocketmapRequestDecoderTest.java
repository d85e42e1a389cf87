package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.socketmap.SocketmapRequest.ImpossibleKey;
import io.github.guichet.socketmap.SocketmapRequest.Lookup;
import io.github.guichet.socketmap.SocketmapRequest.Malformed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketmapRequestDecoderTest {

    private final SocketmapRequestDecoder decoder = new SocketmapRequestDecoder();

    private SocketmapRequest decode(byte[] payload) {
        return decoder.decode(payload, Math.min(payload.length, SocketmapLimits.KEPT), payload.length);
    }

    private SocketmapRequest decode(String payload) {
        return decode(payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesEverythingAfterTheFirstSpaceAsKey() {
        assertThat(decode("alias a@b.example")).isEqualTo(new Lookup("alias", "a@b.example"));
        assertThat(decode("alias  \"a b\"@c ")).isEqualTo(new Lookup("alias", " \"a b\"@c "));
        assertThat(decode("alias *")).isEqualTo(new Lookup("alias", "*"));
        assertThat(decode("Ümlaut grün@köln.example")).isEqualTo(new Lookup("Ümlaut", "grün@köln.example"));
    }

    @Test
    void tellsMapsApartOnOneConnection() {
        assertThat(decode("alias k")).isEqualTo(new Lookup("alias", "k"));
        assertThat(decode("aliases k")).isEqualTo(new Lookup("aliases", "k"));
        assertThat(decode("alia k")).isEqualTo(new Lookup("alia", "k"));
        assertThat(decode("alias k")).isEqualTo(new Lookup("alias", "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alias", " ", " key", "  "})
    void wantsAMapAndASpace(String payload) {
        assertThat(decode(payload)).isEqualTo(new Malformed("a request is map, space and key"));
    }

    @Test
    void takesTheNameOfAMapUpToItsLimit() {
        String longest = "m".repeat(SocketmapLimits.MAX_MAP);

        assertThat(decode(longest + " k")).isEqualTo(new Lookup(longest, "k"));
        assertThat(decode(longest + "m k")).isEqualTo(new Malformed("the name of a map has at most 255 bytes"));
    }

    @Test
    void takesAKeyUpToItsLimit() {
        String longest = "k".repeat(SocketmapLimits.MAX_KEY);

        assertThat(decode("alias " + longest)).isEqualTo(new Lookup("alias", longest));
        assertThat(decode("alias " + longest + "k")).isEqualTo(new ImpossibleKey("alias"));
        assertThat(decode("m".repeat(SocketmapLimits.MAX_MAP) + " " + longest))
                .isEqualTo(new Lookup("m".repeat(SocketmapLimits.MAX_MAP), longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "a\0b@c", "a\tb@c", "a\nb@c", "a\rb@c", "a\u001fb@c", "a\u007fb@c", "a@b\n"})
    void knowsAKeyThatCannotExist(String key) {
        assertThat(decode("alias " + key)).isEqualTo(new ImpossibleKey("alias"));
    }

    @Test
    void knowsAKeyThatIsNoUtf8() {
        assertThat(decode(new byte[] {'m', ' ', (byte) 0xff})).isEqualTo(new ImpossibleKey("m"));
        assertThat(decode(new byte[] {'m', ' ', 'a', (byte) 0xc3})).isEqualTo(new ImpossibleKey("m"));
        // An overlong encoding of '/', and half of a surrogate pair.
        assertThat(decode(new byte[] {'m', ' ', (byte) 0xc0, (byte) 0xaf})).isEqualTo(new ImpossibleKey("m"));
        assertThat(decode(new byte[] {'m', ' ', (byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isEqualTo(new ImpossibleKey("m"));
    }

    @Test
    void takesAKeyWithTheReplacementCharacterInEarnest() {
        assertThat(decode("m a\uFFFDb")).isEqualTo(new Lookup("m", "a\uFFFDb"));
    }
}
