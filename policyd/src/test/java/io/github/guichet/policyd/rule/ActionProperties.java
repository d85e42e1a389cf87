package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.CleanText;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a configuration or in a request: what comes out is one action, and the one that was configured. */
class ActionProperties {

    private static final List<String> TEMPLATES = List.of(
            "REJECT {sender}",
            "REJECT 5.7.1 {sender} {reason}",
            "550 {sender}",
            "451 4.3.0 {attribute:sender}{sender}",
            "DEFER_IF_PERMIT {sender}",
            "HOLD {sender}",
            "DISCARD {sender}",
            "WARN {sender}",
            "PREPEND X-Sender: {sender}",
            "DUNNO {sender}");

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(TEMPLATES);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(300),
                Arbitraries.strings()
                        .withChars("\r\n\t =:@{}5.7102 OKREJCT\u2028\u202e\ud83d\ude00\ud800\ufffd")
                        .ofMaxLength(300));
    }

    @Property
    void noValueChangesTheKindOfAnAction(@ForAll("templates") String template, @ForAll("values") String value)
            throws ActionException, CharacterCodingException {
        ActionTemplate parsed = ActionTemplate.parse(template);
        Action harmless = parsed.fill(TypedRequest.at(Stage.RCPT, "sender", "x"), "rule", "y");
        Action filled = parsed.fill(TypedRequest.at(Stage.RCPT, "sender", value), "rule", value);

        String head = harmless.text().substring(0, harmless.text().indexOf('x'));
        assertThat(filled.decision()).isEqualTo(harmless.decision());
        assertThat(filled.text()).startsWith(head).doesNotContainPattern("\\p{Cntrl}");
        StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(filled.text()));
    }

    @Property
    void garbageIsRefusedOrReadAsPostfixWould(@ForAll("actions") String written) {
        try {
            Action action = ActionTemplate.parse(written).fill(TypedRequest.at(Stage.RCPT), "rule", "reason");
            assertThat(action.decision()).isEqualTo(model(action.text()));
        } catch (ActionException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(refused.offset()).isBetween(0, Math.max(400, written.length()));
        }
    }

    @Provide
    Arbitrary<String> actions() {
        Arbitrary<String> word = Arbitraries.oneOf(
                Arbitraries.of(ActionVerb.names()),
                Arbitraries.of(
                        "550", "451", "250", "5.7.1", "4.7.1", "permit", "my_class", "{sender}", "a@b", "x:y", "X: y"),
                Arbitraries.strings().ascii().ofMaxLength(6));
        return word.list().ofMaxSize(4).map(words -> String.join(" ", words));
    }

    /** What Postfix's check_table_result() makes of an action, by its verb alone. */
    private static Decision model(String action) {
        String verb = action.split("[ \t]", 2)[0].toUpperCase(java.util.Locale.ROOT);
        return switch (verb) {
            case "DUNNO", "WARN", "INFO" -> Decision.DUNNO;
            case "OK", "RELAY" -> Decision.PERMIT;
            case "REJECT" -> Decision.REJECT;
            case "DEFER", "DEFER_IF_PERMIT" -> Decision.DEFER;
            case "HOLD" -> Decision.HOLD;
            case "DISCARD" -> Decision.DISCARD;
            case "FILTER", "REDIRECT", "BCC", "PREPEND" -> Decision.CHANGE;
            default ->
                verb.matches("5\\d\\d") ? Decision.REJECT : verb.matches("4\\d\\d") ? Decision.DEFER : Decision.OTHER;
        };
    }

    @Property
    void cleaningLeavesOnlyWhatCanBeWritten(@ForAll("values") String value) {
        String clean = CleanText.of(value, 50);

        assertThat(clean.length()).isLessThanOrEqualTo(53);
        assertThat(CleanText.of(clean, 53)).isEqualTo(clean);
        assertThat(new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(clean);
    }
}
