package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyEncoderTest {

    private static String encoded(Reply reply) {
        ByteBuf out = Unpooled.buffer();
        ReplyEncoder.encode(reply, out);
        List<String> read = Mta.read(out);
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static String text(int code, String status, String... lines) {
        return encoded(new Reply.Coded(code, Optional.of(status).filter(s -> !s.isEmpty()), List.of(lines)));
    }

    @Test
    void saysEachReplyInItsLetter() {
        assertThat(List.of(
                        new Reply.Continue(),
                        new Reply.Accept(),
                        new Reply.Reject(),
                        new Reply.TempFail(),
                        new Reply.Discard(),
                        new Reply.Shutdown(),
                        new Reply.Skip()))
                .extracting(ReplyEncoderTest::encoded)
                .containsExactly("c", "a", "r", "t", "d", "4", "s");
    }

    @Test
    void writesTheTextAsInSmtp() {
        assertThat(text(550, "5.7.1", "not yours")).isEqualTo("y 550 5.7.1 not yours|");
        assertThat(text(451, "", "later")).isEqualTo("y 451 later|");
        assertThat(text(550, "5.7.1", "one", "", "three"))
                .isEqualTo("y 550-5.7.1 one\r\n550-5.7.1 \r\n550 5.7.1 three|");
    }

    @Test
    void doublesPercentSigns() {
        assertThat(text(550, "", "100% %s")).isEqualTo("y 550 100%% %%s|");
    }

    @ParameterizedTest
    @CsvSource({
        // The class of a status must be the reply's, or Postfix takes the reply for malformed.
        "550, 4.7.1, no, 'y 550 no|'",
        "550, 5.7, no, 'y 550 no|'",
        "550, '5.7.1 x', no, 'y 550 no|'",
        "550, '', '4.7.1 no', 'y 550 5.0.0 4.7.1 no|'",
        "450, '', '2.0.0', 'y 450 4.0.0 2.0.0|'",
        "450, '', '4.2.0 no', 'y 450 4.2.0 no|'",
        "450, '', '5.x', 'y 450 5.x|'"
    })
    void leavesOutAStatusThatContradicts(int code, String status, String line, String expected) {
        assertThat(text(code, status, line)).isEqualTo(expected);
    }

    @Test
    void letsNothingEndALine() {
        assertThat(text(550, "", "a\r\nb\0c\u0085d\ud800e\u00e4\ud83d\ude00"))
                .isEqualTo("y 550 a??b?c?d?e\u00e4\ud83d\ude00|");
    }

    @Test
    void cutsLinesAndTheirNumberAtTheLimitsOfLibmilter() {
        assertThat(text(550, "", "x".repeat(2000))).isEqualTo("y 550 " + "x".repeat(980) + "|");
        assertThat(text(550, "", "x".repeat(979) + "\u00e4")).isEqualTo("y 550 " + "x".repeat(979) + "|");
        assertThat(text(550, "", "x".repeat(977) + "%%").getBytes(StandardCharsets.UTF_8))
                .endsWith("x%%|".getBytes(StandardCharsets.UTF_8));
        List<String> lines = text(550, "", Collections.nCopies(50, "l").toArray(String[]::new))
                .lines()
                .toList();
        assertThat(lines).hasSize(32).endsWith("550-l", "550 l|");
    }
}
