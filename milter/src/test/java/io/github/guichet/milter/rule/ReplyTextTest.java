package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.guichet.milter.session.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {

    private static final MailMessage MESSAGE = new ToldMessage(
            Map.of(
                    "sender", "bob@example.org",
                    "recipient", "x@example.net",
                    "sasl_username", "bob",
                    "client_address", "192.0.2.1",
                    "client_name", "c.example",
                    "helo_name", "h.example",
                    "size", "123",
                    "queue_id", "4ABC",
                    "sasl_method", "PLAIN"),
            List.of("Alice <alice@example.org>"));

    private static Reply.Coded filled(String text) throws ReplyTextException {
        return ReplyText.parse(text).fill(MESSAGE, "my rule", "not an owner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.7.1 go away | 550 | 5.7.1 | go away",
                "451 4.3.0 later | 451 | 4.3.0 | later",
                "550 go away | 550 | 5.7.1 | go away",
                "450   later | 450 | 4.7.1 | later",
                "550 5.7 is no status code | 550 | 5.7.1 | 5.7 is no status code",
                "553 5.1.8   {login} | 553 | 5.1.8 | bob",
                "550 {{x} 100% | 550 | 5.7.1 | {x} 100%",
            })
    void readsCodeStatusCodeAndText(String text, int code, String status, String line) throws ReplyTextException {
        assertThat(filled(text)).isEqualTo(new Reply.Coded(code, Optional.of(status), List.of(line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must begin with a reply code",
                "go away | must begin with a reply code",
                "250 2.0.0 fine | must begin with a reply code",
                "5500 x | must begin with a reply code",
                "550-5.7.1 x | must begin with a reply code",
                "{login} 550 | must begin with a reply code",
                "550 | must have a text",
                "550 5.7.1 | must have a text",
                "550 4.7.1 later | must begin with 5",
                "451 5.7.1 never | must begin with 4",
                "550 {sendr} | did you mean sender?",
                "550 {attribute:sasl_metod} | did you mean sasl_method?",
                "550 {attribute:stress} | unknown attribute stress",
                "550 {from | nothing closes the",
            })
    void refusesWhatIsNoRefusal(String text, String message) {
        assertThatThrownBy(() -> ReplyText.parse(text))
                .isInstanceOf(ReplyTextException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 a\rb", "550 a\u0000", "550 a\u202eb", "550 \ud800", "550 a\u0085"})
    void refusesWhatCannotBeSeen(String text) {
        assertThatThrownBy(() -> ReplyText.parse(text)).isInstanceOf(ReplyTextException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> ReplyText.parse("550 " + "x".repeat(2000))).hasMessageContaining("longer than 2000");
        assertThatThrownBy(() -> ReplyText.parse("550 a\n" + "\u00e4".repeat(246)))
                .hasMessageContaining("lines of more than 490 bytes");
        assertThatThrownBy(() -> ReplyText.parse("550 " + "x\n".repeat(32))).hasMessageContaining("more than 32 lines");
    }

    @Test
    void saysWhereAPlaceholderIsWrong() {
        ReplyTextException wrong = catchThrowableOfType(
                ReplyTextException.class, () -> ReplyText.parse("550 5.7.1 for {from}\nnot {sendr}"));

        assertThat(wrong.offset()).isEqualTo("550 5.7.1 for {from}\nnot ".length());
        assertThat(wrong).hasMessageEndingWith("(at character 26)");
    }

    @Test
    void fillsPlaceholders() throws ReplyTextException {
        assertThat(filled(
                                "550 {from} {sender} {recipient} {login} {client} {client_name} {helo} {size} {queue_id} {rule}:"
                                        + " {reason} {attribute:sasl_method}")
                        .lines())
                .containsExactly(
                        "alice@example.org bob@example.org x@example.net bob 192.0.2.1 c.example h.example 123 4ABC my"
                                + " rule: not an owner PLAIN");
    }

    @Test
    void hasSeveralLines() throws ReplyTextException {
        assertThat(filled("550 5.7.1 {from} is not yours\nWrite to\tpostmaster\n")
                        .lines())
                .containsExactly("alice@example.org is not yours", "Write to postmaster", "");
    }

    @Test
    void clipsLongValuesAndLinesByTheirBytes() throws ReplyTextException {
        MailMessage message = new ToldMessage(Map.of("sasl_username", "\u20ac".repeat(2000)), List.of());

        assertThat(ReplyText.parse("550 no {login}{login}")
                        .fill(message, "", "")
                        .lines())
                .containsExactly("no " + "\u20ac".repeat(160) + "......");
    }

    @Test
    void needsWhatItNames() throws ReplyTextException {
        assertThat(ReplyText.parse("550 no").needs()).isEqualTo(Needs.NOTHING);
        assertThat(ReplyText.parse("550 {from} {login}\n{recipient}").needs())
                .isEqualTo(new Needs(Set.of("sasl_username", "recipient"), Set.of("from"), true, Set.of()));
    }
}
