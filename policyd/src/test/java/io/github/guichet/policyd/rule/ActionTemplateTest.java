package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTemplateTest {

    private static final PolicyRequest REQUEST = TypedRequest.at(
            Stage.RCPT,
            "sender",
            "alice@example.org",
            "recipient",
            "x@example.net",
            "sasl_username",
            "bob",
            "client_address",
            "192.0.2.1",
            "client_name",
            "c.example",
            "helo_name",
            "h.example",
            "size",
            "123",
            "queue_id",
            "4ABC",
            "encryption_protocol",
            "TLSv1.3");

    private static Action filled(String action, PolicyRequest request) throws ActionException {
        return ActionTemplate.parse(action).fill(request, "my rule", "not an owner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUNNO | DUNNO | DUNNO",
                "dunno whatever | DUNNO | DUNNO whatever",
                "OK | PERMIT | OK",
                "relay | PERMIT | RELAY",
                "REJECT | REJECT | REJECT",
                "Reject 5.7.1 go away | REJECT | REJECT 5.7.1 go away",
                "reject go away | REJECT | REJECT go away",
                "550 5.1.1 no such user | REJECT | 550 5.1.1 no such user",
                "550    no such user | REJECT | 550 no such user",
                "452 4.2.2 full | DEFER | 452 4.2.2 full",
                "450 2.0 is no status code | DEFER | 450 2.0 is no status code",
                "DEFER | DEFER | DEFER",
                "defer_if_permit 4.3.0 later | DEFER | DEFER_IF_PERMIT 4.3.0 later",
                "defer_if_reject later | OTHER | DEFER_IF_REJECT later",
                "HOLD look at it | HOLD | HOLD look at it",
                "discard | DISCARD | DISCARD",
                "FILTER smtp:[127.0.0.1]:10025 | CHANGE | FILTER smtp:[127.0.0.1]:10025",
                "filter scan: | CHANGE | FILTER scan:",
                "REDIRECT a@example.org | CHANGE | REDIRECT a@example.org",
                "BCC a@example.org | CHANGE | BCC a@example.org",
                "prepend X-Spam: yes | CHANGE | PREPEND X-Spam: yes",
                "WARN look | DUNNO | WARN look",
                "info look | DUNNO | INFO look",
                "reject_unauth_destination | OTHER | reject_unauth_destination",
                "reject_unauth_destination, permit | OTHER | reject_unauth_destination, permit",
                "my_class | OTHER | my_class",
                "restrictive | OTHER | restrictive",
                "permit | OTHER | permit",
                "reject_rbl_client zen.example.org=127.0.0.[2;3] | OTHER | reject_rbl_client zen.example.org=127.0.0.[2;3]",
                "sleep 1, reject_unknown_client_hostname | OTHER | sleep 1, reject_unknown_client_hostname",
            })
    void readsEveryActionOfAccess(String written, Decision decision, String text) throws ActionException {
        assertThat(ActionTemplate.parse(written).decision()).isEqualTo(decision);
        assertThat(filled(written, REQUEST)).isEqualTo(new Action(decision, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must not be empty",
                "' ' | must not be empty",
                "' REJECT x' | must not begin with a blank",
                "550 | needs a text behind it",
                "'550 ' | needs a text behind it",
                "1234567890 | must be 4NN or 5NN",
                "250 fine | must be 4NN or 5NN",
                "5500 x | must be 4NN or 5NN",
                "REJECT 4.7.1 later | must begin with 5",
                "DEFER 5.7.1 never | must begin with 4",
                "550 4.7.1 later | must begin with 5",
                "FILTER | needs transport:destination",
                "FILTER smtp | needs transport:destination",
                "REDIRECT | needs user@domain",
                "REDIRECT bob | needs user@domain",
                "BCC two words@example.org | needs user@domain",
                "REDIRECT {sender} | takes no placeholders",
                "BCC x+{login}@example.org | takes no placeholders",
                "FILTER {helo}:x | takes no placeholders",
                "PREPEND | needs a header",
                "PREPEND no header | needs a header",
                "PREPEND {login}: x | needs a header",
                "PREPEND X Y: z | needs a header",
                "REJCT 5.7.1 no | did you mean REJECT?",
                "rejct | did you mean REJECT?",
                "DUNO | did you mean DUNNO?",
                "HANGUP | is no action of access(5)",
                "DELAY 5m | is no action of access(5)",
                "check_client_access hash:/etc/postfix/clients | Postfix takes no map",
                "reject_rbl_client | needs a domain behind it",
                "sleep long | needs a number of seconds",
                "my_class {sender} | no placeholders in a list of restrictions",
                "go away! | is no action of access(5)",
                "REJECT {sendr} | did you mean sender?",
                "REJECT {nonsense} | unknown placeholder {nonsense}",
                "REJECT {sender | nothing closes the",
                "REJECT {} | unknown placeholder {}",
                "REJECT {attribute:} | no attribute has this name",
                "REJECT {attribute:Helo-Name} | no attribute has this name",
            })
    void refusesWhatPostfixWouldTakeForSomethingElse(String written, String message) {
        assertThatThrownBy(() -> ActionTemplate.parse(written))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REJECT a\nb", "REJECT a\u0000", "REJECT a\u202eb", "REJECT \ud800", "REJECT a\u0085"})
    void refusesWhatCannotBeSeen(String written) {
        assertThatThrownBy(() -> ActionTemplate.parse(written)).isInstanceOf(ActionException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> ActionTemplate.parse("REJECT " + "x".repeat(400)))
                .hasMessageContaining("longer than 400");
    }

    @Test
    void saysWhereAPlaceholderIsWrong() {
        ActionException wrong = catchThrowableOfType(
                ActionException.class, () -> ActionTemplate.parse("REJECT 5.7.1 for {sender}, not {sendr}"));

        assertThat(wrong.offset()).isEqualTo("REJECT 5.7.1 for {sender}, not ".length());
        assertThat(wrong).hasMessageEndingWith("(at character 32)");
        ActionException first =
                catchThrowableOfType(ActionException.class, () -> ActionTemplate.parse("reject   {sendr} x"));
        assertThat(first.offset()).isEqualTo("reject   ".length());
    }

    @Test
    void fillsPlaceholders() throws ActionException {
        assertThat(filled(
                                "REJECT 5.7.1 {sender} {recipient} {login} {client} {client_name} {helo} {size} {queue_id} {rule}:"
                                        + " {reason} {attribute:encryption_protocol} {{literal}",
                                REQUEST)
                        .text())
                .isEqualTo(
                        "REJECT 5.7.1 alice@example.org x@example.net bob 192.0.2.1 c.example h.example 123 4ABC my rule:"
                                + " not an owner TLSv1.3 {literal}");
        assertThat(filled("PREPEND X-Login: {login}", REQUEST).text()).isEqualTo("PREPEND X-Login: bob");
    }

    @Test
    void aValueNeverBecomesTheStatusCode() throws ActionException {
        PolicyRequest request = TypedRequest.at(Stage.RCPT, "sender", "2.0.0 fine");

        assertThat(filled("REJECT {sender}", request).text()).isEqualTo("REJECT 5.7.1 2.0.0 fine");
        assertThat(filled("550 {sender}", request).text()).isEqualTo("550 5.7.1 2.0.0 fine");
        assertThat(filled("DEFER_IF_PERMIT {sender}", request).text()).isEqualTo("DEFER_IF_PERMIT 4.7.1 2.0.0 fine");
    }

    @Test
    void anEmptyValueLeavesAReplyThatPostfixUnderstands() throws ActionException {
        assertThat(filled("550 {login}", TypedRequest.at(Stage.RCPT)).text()).isEqualTo("550 5.7.1 ");
        assertThat(filled("550 {login}", TypedRequest.at(Stage.RCPT)).decision())
                .isEqualTo(Decision.REJECT);
    }

    @Test
    void clipsLongValuesAndLongTexts() throws ActionException {
        PolicyRequest request = TypedRequest.at(Stage.RCPT, "sender", "s".repeat(2000));

        assertThat(filled("REJECT no {sender}!", request).text()).isEqualTo("REJECT no " + "s".repeat(160) + "...!");
        assertThat(filled("REJECT no {sender}{sender}{sender}{sender}", request).text())
                .hasSize(453)
                .endsWith("...");
    }
}
