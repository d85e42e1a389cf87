package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.policyd.rule.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyRequestDecoderTest {

    private static final String REQUEST = "request=smtpd_access_policy\n";

    private final PolicyRequestDecoder decoder = new PolicyRequestDecoder();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Reads one request; each character is one byte. */
    private WireRequest decoded(String attributes) throws PolicyWireException {
        assertThat(decoder.next(bytes(REQUEST + attributes + "\n"))).isTrue();
        return decoder.request();
    }

    @Test
    void splitsAtTheFirstEqualsSign() throws PolicyWireException {
        WireRequest request = decoded("sender=SRS0=ab=cd=example.net=user@example.org\nx==\n");

        assertThat(request.sender()).isEqualTo("SRS0=ab=cd=example.net=user@example.org");
        assertThat(request.fact("x")).isEqualTo("=");
    }

    @Test
    void anEmptyValueIsLikeNone() throws PolicyWireException {
        WireRequest request = decoded("sender=\n");

        assertThat(request.sender()).isEmpty();
        assertThat(request.login()).isEmpty();
        assertThat(request.fact("")).isEmpty();
        assertThat(request.attributes()).containsEntry("sender", "").doesNotContainKey("sasl_username");
    }

    @Test
    void decodesLeniently() throws PolicyWireException {
        WireRequest request = decoded(
                "helo_name=caf\u00e9\u0001\t!\nsender=\u00c3\u00bc@example.org\nrecipient=\u00ed\u00a0\u0080\n");

        assertThat(request.fact("helo_name")).isEqualTo("caf\ufffd\u0001\t!");
        assertThat(request.sender()).isEqualTo("ü@example.org");
        assertThat(request.recipient()).startsWith("\ufffd");
    }

    @Test
    void keepsWhatNobodyKnows() throws PolicyWireException {
        WireRequest request = decoded("tls_sni=mx.example.org\nsome_day=yes\n\u00c3\u00bc=umlaut\n");

        assertThat(request.fact("some_day")).isEqualTo("yes");
        assertThat(request.attributes())
                .containsExactly(
                        entry("request", "smtpd_access_policy"),
                        entry("tls_sni", "mx.example.org"),
                        entry("some_day", "yes"),
                        entry("ü", "umlaut"));
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }

    @Test
    void ofSeveralWithOneNameTheLastCounts() throws PolicyWireException {
        WireRequest request =
                decoded("sender=first\nprotocol_state=MAIL\nsender=last\nprotocol_state=RCPT\nsize=1\nsize=2\n");

        assertThat(request.sender()).isEqualTo("last");
        assertThat(request.attributes()).containsEntry("sender", "last");
        assertThat(request.stage()).isEqualTo(Stage.RCPT);
        assertThat(request.size()).isEqualTo(2);
    }

    @Test
    void tellsNamesApartThatLookAlike() throws PolicyWireException {
        // Same length, and the same first, middle and last byte.
        WireRequest request = decoded("sender=1\nsabdbr=2\nsxndyr=3\n");

        assertThat(request.sender()).isEqualTo("1");
        assertThat(request.fact("sabdbr")).isEqualTo("2");
        assertThat(request.fact("sxndyr")).isEqualTo("3");
        assertThat(request.fact("sxndzr")).isEmpty();
        assertThat(request.fact("\u0173ender")).isEmpty();
        assertThat(request.fact("SENDER")).isEmpty();
        assertThat(request.fact("sender=1")).isEmpty();
        assertThat(request.fact("sender=1\nsabdbr")).isEmpty();
    }

    @Test
    void tellsLongNamesApart() throws PolicyWireException {
        String longName = "n".repeat(5000);
        // The first eight bytes are the same, and of some the last ones too.
        WireRequest request = decoded("""
                recipient_count=1
                recipient=2
                abcdefgh=3
                abcdefghi=4
                abcdefgh_middle_stuvwxyz=5
                abcdefgh_muddle_stuvwxyz=6
                nnnnnnnn=7
                """);

        assertThat(request.fact("recipient_count")).isEqualTo("1");
        assertThat(request.recipient()).isEqualTo("2");
        assertThat(request.fact("abcdefgh")).isEqualTo("3");
        assertThat(request.fact("abcdefghi")).isEqualTo("4");
        assertThat(request.fact("abcdefg")).isEmpty();
        assertThat(request.fact("abcdefgh_middle_stuvwxyz")).isEqualTo("5");
        assertThat(request.fact("abcdefgh_muddle_stuvwxyz")).isEqualTo("6");
        assertThat(request.fact("abcdefgh_maddle_stuvwxyz")).isEmpty();
        assertThat(request.fact(longName)).isEmpty();
        assertThat(decoded(longName + "=8\n").fact(longName)).isEqualTo("8");
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void knowsEveryStage(Stage stage) throws PolicyWireException {
        assertThat(decoded("protocol_state=" + stage.word() + "\n").stage()).isEqualTo(stage);
    }

    @ParameterizedTest
    @CsvSource({"rcpt", "XCLIENT", "END-OF-MESSAG", "END-OF-MESSAGE2", "R"})
    void takesAnUnknownStageForAnother(String word) throws PolicyWireException {
        assertThat(decoded("protocol_state=" + word + "\n").stage()).isEqualTo(Stage.OTHER);
        assertThat(decoded("").stage()).isEqualTo(Stage.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "10240000,10240000",
        "'',0",
        "-1,0",
        "12x,0",
        "999999999999999999,999999999999999999",
        "9223372036854775807,999999999999999999",
        "99999999999999999999999,999999999999999999",
        "9999999999999999999999x,0"
    })
    void readsNumbers(String text, long expected) throws PolicyWireException {
        WireRequest request = decoded("size=" + text + "\nrecipient_count=" + text + "\n");

        assertThat(request.size()).isEqualTo(expected);
        assertThat(request.recipientCount()).isEqualTo(expected);
    }

    @Test
    void readsRequestAfterRequest() throws PolicyWireException {
        ByteBuf in = bytes(REQUEST + "sender=a\nx=1\n\n" + REQUEST + "sender=b\n\n" + REQUEST + "sen");

        assertThat(decoder.next(in)).isTrue();
        assertThat(decoder.request().sender()).isEqualTo("a");
        assertThat(decoder.next(in)).isTrue();
        assertThat(decoder.request().attributes()).hasSize(2).containsEntry("sender", "b");
        assertThat(decoder.unfinished()).isFalse();
        assertThat(decoder.next(in)).isFalse();
        assertThat(in.isReadable()).isFalse();
        assertThat(decoder.unfinished()).isTrue();
        assertThat(decoder.next(bytes("der=c\n\n"))).isTrue();
        assertThat(decoder.request().sender()).isEqualTo("c");
        assertThat(decoder.begun()).isEqualTo(3);
    }

    @Test
    void aRequestThatIsGivenAwayStaysAsItIs() throws PolicyWireException {
        WireRequest kept = decoded("sender=a\n");
        decoder.giveAway();
        WireRequest next = decoded("sender=b\n");

        assertThat(kept.sender()).isEqualTo("a");
        assertThat(next.sender()).isEqualTo("b");
        assertThat(decoded("").sender()).isEmpty();
        assertThat(kept.attributes()).containsEntry("sender", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "'\n',no attribute request=smtpd_access_policy",
        "'sender=a\n\n',no attribute request=smtpd_access_policy",
        "'request=smtpd_access_policy2\n\n',no attribute request=smtpd_access_policy",
        "'request=\n\n',no attribute request=smtpd_access_policy",
        "'request=smtpd_access_policy\nrequest=junk\n\n',no attribute request=smtpd_access_policy",
        "'request=smtpd_access_policy\nsender\n',a line without '='",
        "'request=smtpd_access_policy\n=a\n',an attribute without a name",
        "'request=smtpd_access_policy\n=\n',an attribute without a name",
        "'request=smtpd_access_policy\r\n\r\n',lines end with CR LF (expected: LF alone)",
    })
    void refusesWhatIsNoRequest(String text, String expected) {
        assertThatThrownBy(() -> decoder.next(bytes(text)))
                .isInstanceOf(PolicyWireException.class)
                .hasMessage(expected);
    }

    @Test
    void refusesNulWhereverItIs() {
        for (String text : new String[] {"\0", "x\0=1\n", "sender=a\0b\n", "sender=a\n\0"}) {
            assertThatThrownBy(() -> new PolicyRequestDecoder().next(bytes(REQUEST + text)))
                    .isInstanceOf(PolicyWireException.class)
                    .hasMessage("a NUL byte");
        }
    }

    @Test
    void aCarriageReturnIsAByteOfAValue() throws PolicyWireException {
        assertThat(decoded("helo_name=a\rb\r\n").fact("helo_name")).isEqualTo("a\rb\r");
    }

    @Test
    void limitsTheLengthOfALine() throws PolicyWireException {
        String longest = "x=" + "v".repeat(PolicyLimits.MAX_LINE - 2);
        assertThat(decoded(longest + "\n").fact("x")).hasSize(PolicyLimits.MAX_LINE - 2);

        assertThatThrownBy(() -> decoder.next(bytes(REQUEST + longest + "v\n")))
                .hasMessage("a line of more than 16384 bytes");
        assertThatThrownBy(() -> new PolicyRequestDecoder().next(bytes("v".repeat(PolicyLimits.MAX_LINE + 1))))
                .hasMessage("a line of more than 16384 bytes");
    }

    @Test
    void limitsTheNumberOfAttributes() throws PolicyWireException {
        String most = "x=1\n".repeat(PolicyLimits.MAX_ATTRIBUTES - 1);
        assertThat(decoded(most).count()).isEqualTo(PolicyLimits.MAX_ATTRIBUTES);
        assertThat(decoded("x=2\n").fact("x")).isEqualTo("2");

        assertThatThrownBy(() -> decoder.next(bytes(REQUEST + most + "y=1\n"))).hasMessage("more than 128 attributes");
    }

    @Test
    void limitsTheLengthOfARequest() throws PolicyWireException {
        int line = 8192;
        String lines = ("x=" + "v".repeat(line - 3) + "\n").repeat(PolicyLimits.MAX_REQUEST / line - 1);
        int left = PolicyLimits.MAX_REQUEST - REQUEST.length() - lines.length() - 1;
        String last = "y=" + "v".repeat(left - 3);
        assertThat(decoded(lines + last + "\n").fact("y")).hasSize(left - 3);
        assertThat(decoded("sender=a\n").sender()).isEqualTo("a");

        assertThatThrownBy(() -> decoder.next(bytes(REQUEST + lines + last + "v\n\n")))
                .hasMessage("more than 65536 bytes");
    }
}
