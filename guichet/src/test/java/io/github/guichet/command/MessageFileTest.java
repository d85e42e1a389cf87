package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.milter.session.FieldValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFileTest {

    private static List<MessageFile.HeaderLine> read(String text) throws IOException {
        return MessageFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                .fields();
    }

    private static MessageFile.HeaderLine field(String name, String value) {
        return new MessageFile.HeaderLine(name, FieldValue.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsTheHeaderWithEitherEndOfLine(String end) throws IOException {
        String text = String.join(end, "From: a@b", "Subject: one", "\ttwo", " three", "", "Not: a field", "");
        assertThat(read(text)).containsExactly(field("From", "a@b"), field("Subject", "one\n\ttwo\n three"));
    }

    @Test
    void takesOffOneSpaceBehindTheColonAsPostfixDoes() throws IOException {
        assertThat(read("A:x\nB:  x\nC:\tx\nD:\n"))
                .containsExactly(field("A", "x"), field("B", " x"), field("C", "\tx"), field("D", ""));
    }

    @Test
    void leavesOutTheLineOfAMailboxFile() throws IOException {
        assertThat(read("From a@b Sat Nov 21 00:00:00 2026\nFrom: a@b\n\n")).containsExactly(field("From", "a@b"));
    }

    @Test
    void aFieldMayEndWithTheFile() throws IOException {
        assertThat(read("From: a@b")).containsExactly(field("From", "a@b"));
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon here", ": no name", "two words: x", "\u00e4: not ASCII", " folded at once"})
    void theHeaderEndsBeforeALineThatIsNone(String line) throws IOException {
        assertThat(read(line + "\nFrom: a@b\n")).isEmpty();
        if (!line.startsWith(" ")) {
            assertThat(read("A: x\n" + line + "\nFrom: a@b\n")).containsExactly(field("A", "x"));
        }
    }

    @Test
    void aNameMayHaveWhiteSpaceBehindIt() throws IOException {
        assertThat(read("From \t: a@b\n")).containsExactly(field("From", "a@b"));
    }

    @Test
    void bytesOfAValueStayAsTheyAre() throws IOException {
        assertThat(read("A: \u00ff\u0001\r\u00e4\n").get(0).value())
                .containsExactly((byte) 0xff, (byte) 1, (byte) '\r', (byte) 0xe4);
    }

    @Test
    void aNulEndsALineAsInPostfix() throws IOException {
        assertThat(read("From: a@b\u0000, c@d\r\n e@f\u0000g\nB\u0000: x\n"))
                .containsExactly(field("From", "a@b\n e@f"));
        assertThat(read("From: a@b\n\u0000\nFrom: c@d\n")).containsExactly(field("From", "a@b"));
    }

    @Test
    void refusesMoreHeaderThanAnybodyTakes() {
        assertThatThrownBy(() -> read("a".repeat(MessageFile.MOST_BYTES + 2))).hasMessageContaining("larger than");
        assertThatThrownBy(() -> read("A: x\n".repeat(MessageFile.MOST_BYTES / 5 + 2)))
                .hasMessageContaining("larger than");
    }
}
