package io.github.guichet.dovecotauth.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static Fields fields(String line) throws WireException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Fields.of(bytes, bytes.length);
    }

    private static List<String> lines(byte[] bytes, int piece, int longest) throws WireException {
        LineReader reader = new LineReader(longest);
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += piece) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes, from, Math.min(piece, bytes.length - from));
            while (reader.next(in)) {
                lines.add(new String(reader.bytes(), 0, reader.length(), StandardCharsets.UTF_8));
            }
            in.release();
        }
        return lines;
    }

    @Test
    void aCarriageReturnBeforeTheLineFeedIsNoPartOfTheLine() throws WireException {
        assertThat(lines("USER\t1\ta\r\nLIST\n\r\n".getBytes(StandardCharsets.UTF_8), 100, 100))
                .containsExactly("USER\t1\ta", "LIST", "");
    }

    @Test
    void escapesAreUndone() throws WireException {
        Fields fields = fields("a\u0001tb\t\u00010\u00011\u0001r\u0001n\t\u0001x\tend\u0001");
        assertThat(fields.from(0)).containsExactly("a\tb", "\0\u0001\r\n", "x", "end\u0001");
    }

    @Test
    void aNumberHas32Bits() throws WireException {
        assertThat(fields("X\t4294967295").number(1)).isEqualTo(4_294_967_295L);
        for (String bad : List.of("", "-1", "4294967296", "1x", "99999999999999999999")) {
            assertThatThrownBy(() -> fields("X\t" + bad).number(1)).isInstanceOf(WireException.class);
        }
        assertThatThrownBy(() -> fields("X").number(1)).isInstanceOf(WireException.class);
    }

    @Test
    void aLineThatIsTooLongOrHasTooManyFieldsIsRefused() throws WireException {
        assertThat(lines("12345\n".getBytes(StandardCharsets.UTF_8), 3, 5)).containsExactly("12345");
        assertThatThrownBy(() -> lines("123456\n".getBytes(StandardCharsets.UTF_8), 3, 5))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("more than 5 bytes");
        assertThatThrownBy(() -> fields("\t".repeat(256))).isInstanceOf(WireException.class);
        assertThat(fields("\t".repeat(255)).size()).isEqualTo(256);
    }

    @Test
    void aMissingFieldIsEmpty() throws WireException {
        assertThat(fields("LIST\t1").get(2)).isEmpty();
        assertThat(fields("LIST\t1").from(5)).isEmpty();
    }

    @Test
    void parametersAreFactsByTheNamesOf23() {
        Map<String, String> facts = Parameters.facts(
                List.of("protocol=imap", "secured=tls", "rip=2001:db8::1", "valid-client-cert", "unheard=of", "lip="));
        assertThat(facts)
                .containsEntry("service", "imap")
                .containsEntry("secured", "tls")
                .containsEntry("real_rip", "2001:db8::1")
                .containsEntry("cert", "valid")
                .doesNotContainKey("unheard");
    }

    @Test
    void whoComesThroughAProxyHasTwoAddresses() {
        assertThat(Parameters.facts(List.of("rip=203.0.113.1", "real_rip=192.0.2.1")))
                .containsEntry("rip", "203.0.113.1")
                .containsEntry("real_rip", "192.0.2.1");
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll @Size(min = 1, max = 20) List<String> values) throws WireException {
        OutLine line = OutLine.of("W");
        List<String> clean = values.stream()
                .map(v -> new String(v.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();
        clean.forEach(line::field);
        String text = line.toString();
        assertThat(text).doesNotContain("\n", "\r", "\0");
        assertThat(fields(text).from(1)).isEqualTo(clean);
    }

    @Property
    void linesAreTheSameHoweverTheBytesAreSplit(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 7) int piece)
            throws WireException {
        assertThat(lines(bytes, piece, 10_000)).isEqualTo(lines(bytes, Math.max(1, bytes.length), 10_000));
    }

    @Property
    void garbageIsFieldsOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(Fields.of(bytes, bytes.length).size()).isPositive();
        } catch (WireException e) {
            assertThat(e).hasMessageContaining("fields");
        }
    }
}
