package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Reply;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a configuration or in a message: what comes out is one refusal, and the one that was configured. */
class ReplyTextProperties {

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                "550 5.7.1 {login}",
                "550 {login}",
                "451 {login}{login}{login}{login}{login}",
                "421 4.3.2 {reason}\n{rule}",
                "550 {from}\n{attribute:sasl_username}\nx",
                "553 5.1.8 {sender} {from} {reason}");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(300),
                Arbitraries.strings()
                        .withChars("\r\n\t =:@{}<>%5.7102-\u2028\u202e\u20ac\ud83d\ude00\ud800\ufffd")
                        .ofMaxLength(300));
    }

    @Property
    void noValueChangesCodeOrLines(@ForAll("templates") String template, @ForAll("values") String value)
            throws ReplyTextException, CharacterCodingException {
        ReplyText text = ReplyText.parse(template);
        Reply.Coded harmless = text.fill(message("x"), "x", "x");
        Reply.Coded filled = text.fill(message(value), value, value);

        assertThat(filled.code()).isEqualTo(harmless.code());
        assertThat(filled.status()).isEqualTo(harmless.status());
        assertThat(filled.lines()).hasSameSizeAs(harmless.lines());
        for (String line : filled.lines()) {
            assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\u202e]");
            assertThat(StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(CharBuffer.wrap(line))
                            .remaining())
                    .isLessThanOrEqualTo(493);
        }
    }

    private static MailMessage message(String value) {
        return new ToldMessage(Map.of("sasl_username", value, "sender", value), List.of(value));
    }

    @Property
    void garbageIsRefusedOrIsARefusal(@ForAll("texts") String text) {
        try {
            Reply.Coded filled = ReplyText.parse(text).fill(message("x"), "rule", "reason");
            assertThat(text).startsWith(Integer.toString(filled.code()));
            assertThat(filled.status().orElseThrow()).startsWith(text.substring(0, 1) + ".");
            assertThat(filled.lines())
                    .hasSize((int) text.chars().filter(c -> c == '\n').count() + 1);
        } catch (ReplyTextException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(refused.offset()).isBetween(0, text.length());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> word = Arbitraries.oneOf(
                Arbitraries.of("550", "451", "250", "5.7.1", "4.7.1", "5.7", "{sender}", "{from}", "{", "\n", "x"),
                Arbitraries.strings().ascii().ofMaxLength(6));
        return word.list().ofMaxSize(6).map(words -> String.join(" ", words));
    }
}
