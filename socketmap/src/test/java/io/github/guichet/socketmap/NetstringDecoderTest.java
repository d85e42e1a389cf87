package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetstringDecoderTest {

    private final NetstringDecoder decoder = new NetstringDecoder(1000, 600);

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private List<String> decode(String text) throws NetstringException {
        List<String> payloads = new ArrayList<>();
        ByteBuf in = bytes(text);
        while (decoder.next(in)) {
            payloads.add(new String(decoder.bytes(), 0, decoder.kept(), StandardCharsets.ISO_8859_1));
        }
        assertThat(in.isReadable()).isFalse();
        return payloads;
    }

    @Test
    void readsSeveralNetstringsFromOneBuffer() throws Exception {
        assertThat(decode("3:abc,0:,5:d,e:f,")).containsExactly("abc", "", "d,e:f");
        assertThat(decoder.unfinished()).isFalse();
        assertThat(decoder.begun()).isEqualTo(3);
    }

    @Test
    void readsOneByteAtATime() throws Exception {
        List<String> payloads = new ArrayList<>();
        for (char c : "12:hello world!,0:,1:,,".toCharArray()) {
            payloads.addAll(decode(String.valueOf(c)));
        }

        assertThat(payloads).containsExactly("hello world!", "", ",");
        assertThat(decoder.unfinished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "12:", "3:ab", "3:abc", "0:"})
    void knowsThatANetstringIsUnfinished(String text) throws Exception {
        assertThat(decode(text)).isEmpty();
        assertThat(decoder.unfinished()).isTrue();
        assertThat(decoder.begun()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":abc,|a length with 0x3a in it",
                "GET / HTTP/1.0|a length with 0x47 in it",
                "-1:a,|a length with 0x2d in it",
                "+1:a,|a length with 0x2b in it",
                "' 1:a,'|a length with 0x20 in it",
                "1 :a,|a length with 0x20 in it",
                "00:,|a length with a leading zero",
                "01:a,|a length with a leading zero",
                "1a|a length with 0x61 in it",
                "3:abcd|a payload of 3 bytes followed by 0x64 instead of a comma",
                "0:a|a payload of 0 bytes followed by 0x61 instead of a comma",
                "1001|a payload of more than 1000 bytes",
                "99999999999999999999|a payload of more than 1000 bytes",
                "\u00ff|a length with 0xff in it",
            })
    void refusesWhatIsNoNetstring(String text, String message) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOf(NetstringException.class)
                .hasMessage(message);
    }

    @Test
    void refusesALengthAtTheByteThatMakesItTooLarge() throws Exception {
        assertThat(decode("100")).isEmpty();

        assertThatThrownBy(() -> decode("1")).hasMessage("a payload of more than 1000 bytes");
    }

    @Test
    void takesAPayloadAtTheLimitAndKeepsOnlyWhatItShould() throws Exception {
        String payload = "k".repeat(600) + "d".repeat(400);

        assertThat(decode("1000:" + payload + ",")).containsExactly("k".repeat(600));
        assertThat(decoder.length()).isEqualTo(1000);
        assertThat(decode("600:" + payload.substring(0, 600) + ",")).containsExactly("k".repeat(600));
        assertThat(decode("2:ab,")).containsExactly("ab");
    }

    @Test
    void doesNotHoldTheMemoryOfALongPayloadForEver() throws Exception {
        decode("600:" + "k".repeat(600) + ",");
        assertThat(decoder.bytes()).hasSizeGreaterThanOrEqualTo(600);

        decode("2:ab,");

        assertThat(decoder.bytes()).hasSize(256);
    }

    @Test
    void dropsTheRestOfALongPayloadOneByteAtATime() throws Exception {
        List<String> payloads = new ArrayList<>();
        for (char c : ("700:" + "x".repeat(700) + ",1:y,").toCharArray()) {
            payloads.addAll(decode(String.valueOf(c)));
        }

        assertThat(payloads).containsExactly("x".repeat(600), "y");
    }

    @Test
    void wantsLimitsThatMakeSense() {
        assertThatThrownBy(() -> new NetstringDecoder(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NetstringDecoder(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NetstringDecoder(Integer.MAX_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
