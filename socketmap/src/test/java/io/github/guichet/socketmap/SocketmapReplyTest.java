package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.Answer.Unavailable;
import io.github.guichet.socketmap.SocketmapReply.Ok;
import io.github.guichet.socketmap.SocketmapReply.Perm;
import io.github.guichet.socketmap.SocketmapReply.Temp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SocketmapReplyTest {

    private static String encode(SocketmapReply reply) {
        ByteBuf out = Unpooled.buffer();
        SocketmapReplyEncoder.encode(reply, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysEachAnswerInPostfixsWords() {
        assertThat(encode(SocketmapReply.of(new Found("box@box.example")))).isEqualTo("18:OK box@box.example,");
        assertThat(encode(SocketmapReply.of(Answer.NOT_FOUND))).isEqualTo("9:NOTFOUND ,");
        assertThat(encode(SocketmapReply.of(new Unavailable("backend is down"))))
                .isEqualTo("20:TEMP backend is down,");
        assertThat(encode(new Perm("no such map"))).isEqualTo("16:PERM no such map,");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(encode(new Ok("grün ✓"))).isEqualTo("12:OK grün ✓,");
    }

    @Test
    void carriesAValueUpToPostfixsLimit() {
        String longest = "v".repeat(99_997);
        String umlauts = "ü".repeat(49_998) + "v";

        assertThat(encode(SocketmapReply.of(new Found(longest)))).isEqualTo("100000:OK " + longest + ",");
        assertThat(encode(SocketmapReply.of(new Found(umlauts)))).isEqualTo("100000:OK " + umlauts + ",");
        assertThat(SocketmapReply.of(new Found(longest + "v")))
                .isEqualTo(new Temp("the value has 99998 bytes, socketmap carries at most 99997"));
        assertThat(SocketmapReply.of(new Found(umlauts + "v")))
                .isEqualTo(new Temp("the value has 99998 bytes, socketmap carries at most 99997"));
    }

    @Test
    void saysTempForAValueThatPostfixWouldCutAtANul() {
        assertThat(SocketmapReply.of(new Found("a\0b"))).isEqualTo(new Temp("the value contains a NUL character"));
    }

    @Test
    void passesTabsAndLineFeedsOfAValueOn() {
        assertThat(encode(SocketmapReply.of(new Found("a\tb\nc")))).isEqualTo("8:OK a\tb\nc,");
    }

    @Test
    void makesAReasonFitForALog() {
        assertThat(encode(new Temp("Zürich\nis down\u007f"))).isEqualTo("20:TEMP Z?rich?is down?,");
        assertThat(encode(new Temp("x".repeat(200)))).isEqualTo("205:TEMP " + "x".repeat(200) + ",");
        assertThat(encode(new Temp("x".repeat(201)))).isEqualTo("205:TEMP " + "x".repeat(200) + ",");
        assertThat(encode(new Temp(""))).isEqualTo("5:TEMP ,");
    }

    @Property
    void writesNetstringsThatDecodeToTheSameValue(@ForAll @NotEmpty String value) throws Exception {
        ByteBuf out = Unpooled.buffer();
        SocketmapReply reply = SocketmapReply.of(new Found(value));
        SocketmapReplyEncoder.encode(reply, out);
        NetstringDecoder decoder = new NetstringDecoder(SocketmapLimits.MAX_REPLY, SocketmapLimits.MAX_REPLY);

        assertThat(decoder.next(out)).isTrue();

        String payload = new String(decoder.bytes(), 0, decoder.kept(), StandardCharsets.UTF_8);
        String sent = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(payload).isEqualTo(reply instanceof Ok ? "OK " + sent : "TEMP the value contains a NUL character");
        assertThat(out.isReadable()).isFalse();
        assertThat(decoder.unfinished()).isFalse();
    }
}
