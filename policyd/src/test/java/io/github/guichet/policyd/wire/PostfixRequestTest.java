package io.github.guichet.policyd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Postfix 3.7 to 3.12 ask. */
class PostfixRequestTest {

    private static PolicyRequest decoded(byte[] bytes) throws PolicyWireException {
        PolicyRequestDecoder decoder = new PolicyRequestDecoder();
        assertThat(decoder.next(Unpooled.wrappedBuffer(bytes))).isTrue();
        return decoder.request();
    }

    static Stream<Map<String, String>> versions() {
        return Stream.of(PostfixRequests.postfix37(), PostfixRequests.postfix310(), PostfixRequests.postfix312());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyAttributeOfEveryVersionIsThere(Map<String, String> sent) throws PolicyWireException {
        PolicyRequest request = decoded(PostfixRequests.bytes(sent));

        assertThat(request.attributes()).containsExactlyEntriesOf(sent);
        sent.forEach((name, value) -> assertThat(request.fact(name)).as(name).isEqualTo(value));
        assertThat(request.stage()).isEqualTo(Stage.END_OF_MESSAGE);
        assertThat(request.login()).isEqualTo("user@example.org");
        assertThat(request.sender()).isEqualTo("user+news=2026@example.org");
        assertThat(request.recipient()).isEmpty();
        assertThat(request.client()).isEqualTo("2001:db8::7");
        assertThat(request.instance()).isEqualTo("6fcf.6b00a8e3.3be41.0");
        assertThat(request.queueId()).isEqualTo("4dJ2Xq1Mz8z1Tn");
        assertThat(request.recipientCount()).isEqualTo(2);
        assertThat(request.size()).isEqualTo(10_240);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theOrderIsOfNoMeaning(Map<String, String> sent) throws PolicyWireException {
        List<String> names = new ArrayList<>(sent.keySet());
        Collections.shuffle(names, new Random(7));
        Map<String, String> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, sent.getOrDefault(name, "")));

        assertThat(decoded(PostfixRequests.bytes(shuffled)).attributes()).isEqualTo(sent);
    }

    @Test
    void aBuildWithoutSaslAndTlsSendsLess() throws PolicyWireException {
        Map<String, String> sent = PostfixRequests.postfix37();
        sent.keySet()
                .removeIf(name ->
                        name.startsWith("sasl_") || name.startsWith("ccert_") || name.startsWith("encryption_"));

        PolicyRequest request = decoded(PostfixRequests.bytes(sent));

        assertThat(request.login()).isEmpty();
        assertThat(request.attributes()).isEqualTo(sent);
    }

    @Test
    void atTheFirstRecipientMuchIsEmpty() throws PolicyWireException {
        String first = """
                request=smtpd_access_policy
                protocol_state=RCPT
                client_address=unknown
                client_port=unknown
                sender=
                recipient=box@vbox.example
                recipient_count=0
                queue_id=
                size=0
                sasl_username=

                """;
        PolicyRequest request = decoded(first.getBytes(StandardCharsets.US_ASCII));

        assertThat(request.stage()).isEqualTo(Stage.RCPT);
        assertThat(request.client()).isEqualTo("unknown");
        assertThat(request.sender()).isEmpty();
        assertThat(request.queueId()).isEmpty();
        assertThat(request.recipientCount()).isZero();
    }
}
