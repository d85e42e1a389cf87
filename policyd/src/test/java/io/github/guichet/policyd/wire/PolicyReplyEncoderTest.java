package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Decision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the bad replies of protocols like this one: Postfix accepts mail on some, and waits for minutes on others. */
class PolicyReplyEncoderTest {

    private static String encoded(String action) {
        ByteBuf out = Unpooled.buffer();
        PolicyReplyEncoder.encode(new Action(Decision.OTHER, action), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DUNNO",
                "550 5.1.1 no such user",
                "DEFER_IF_PERMIT 4.3.0 try again later",
                "REJECT ü is not yours",
                "PREPEND X-Checked: 1",
                "reject_unauth_destination, permit",
                "554 5.2.2 \ud83d\udce7 full"
            })
    void writesAnActionAsItIs(String action) {
        assertThat(encoded(action)).isEqualTo("action=" + action + "\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "REJECT a\u0080b,REJECT a?b",
        "REJECT \u0085,REJECT ?",
        "REJECT a\ud83d,REJECT a?",
        "REJECT \udce7\ud83d!,REJECT ??!",
        "'REJECT no  ',REJECT no",
        "'\u2028REJECT no',REJECT no"
    })
    void replacesWhatPostfixWouldNotTake(String action, String expected) {
        assertThat(encoded(action)).isEqualTo("action=" + expected + "\n\n");
    }

    @Test
    void refusesWhatPostfixWouldTakeForOk() {
        // Digits and a blank are an action to whoever made it, but what is left of them is a bare code.
        assertThatThrownBy(() -> encoded("554 "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digits only");
        assertThatThrownBy(() -> encoded("\u2003 ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void anythingThatIsAnActionBecomesOneLineOfValidText(@ForAll("texts") String text) throws CharacterCodingException {
        Action action;
        try {
            action = new Action(Decision.OTHER, text);
        } catch (IllegalArgumentException e) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        try {
            PolicyReplyEncoder.encode(action, out);
        } catch (IllegalArgumentException e) {
            assertThat(out.readableBytes()).isZero();
            assertThat(text.strip()).matches("[0-9]*");
            return;
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        String reply = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();

        assertThat(reply).startsWith("action=").endsWith("\n\n");
        String sent = reply.substring("action=".length(), reply.length() - 2);
        assertThat(sent).isNotBlank().isEqualTo(sent.strip()).doesNotMatch("[0-9]*");
        assertThat(sent.chars()).noneMatch(Character::isISOControl);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("0123456789 \t\n\u0080\ud83d\udce7ü")
                        .ofMaxLength(8));
    }
}
