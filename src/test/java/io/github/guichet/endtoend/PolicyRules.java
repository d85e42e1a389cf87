package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule may answer and when it applies, in SMTP sessions; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class PolicyRules {

    private final Debian debian;
    private PolicySite site;

    PolicyRules(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        site = PolicySite.start(
                work, debian, PolicySite.resource("rules.toml"), List.of("actions", "conditions", "elsewhere"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "reject,          554 5.7.1 <reject@guichet.test>: Recipient address rejected: not here",
                "bare-reject,     554 5.7.1 <bare-reject@guichet.test>: Recipient address rejected: Access denied",
                "code,            550 5.1.6 <code@guichet.test>: Recipient address rejected: has moved",
                "soft-code,       451 4.7.5 <soft-code@guichet.test>: Recipient address rejected: certificate",
                "defer,           450 4.7.1 <defer@guichet.test>: Recipient address rejected: later",
                "defer-if-permit, 450 4.7.1 <defer-if-permit@guichet.test>: Recipient address rejected: wait",
                "defer-if-reject, 250 2.1.5 Ok",
                "restrictions,    250 2.1.5 Ok",
                "ok,              250 2.1.5 Ok",
            })
    void answersWithTheActionOfARule(String recipient, String reply) throws IOException {
        assertThat(site.rcpt("actions", "", "sender@client.test", recipient + "@guichet.test"))
                .isEqualTo(reply);
    }

    @Test
    void holdsMail() throws IOException {
        String subject = accepted("hold@guichet.test");
        Waiting.until("it is on hold", () -> site.postfix.held() == 1);
        assertThat(site.mailboxes.recipientsOf(subject)).isEmpty();
        site.postfix.release();
        assertThat(site.arrived(site.mailboxes, subject).recipients()).containsExactly("hold@guichet.test");
    }

    @Test
    void discardsMail() throws IOException {
        String subject = accepted("discard@guichet.test");
        String later = accepted("nobody-cares@guichet.test");
        site.arrived(site.mailboxes, later);
        assertThat(site.mailboxes.recipientsOf(subject)).isEmpty();
        assertThat(site.postfix.log()).containsPattern("discard: RCPT from .* thrown away");
    }

    @Test
    void sendsMailThroughAFilter() throws IOException {
        String subject = accepted("filter@guichet.test");
        assertThat(site.arrived(site.world, subject).recipients()).containsExactly("filter@guichet.test");
    }

    @Test
    void redirectsMail() throws IOException {
        String subject = accepted("redirect@guichet.test");
        assertThat(site.arrived(site.mailboxes, subject).recipients()).containsExactly("elsewhere@guichet.test");
    }

    @Test
    void sendsACopy() throws IOException {
        String subject = accepted("bcc@guichet.test");
        Waiting.until(
                "both arrive",
                () -> site.mailboxes.recipientsOf(subject).equals(List.of("archive@guichet.test", "bcc@guichet.test")));
    }

    @Test
    void prependsAHeader() throws IOException {
        String subject = accepted("prepend@guichet.test");
        assertThat(site.arrived(site.mailboxes, subject).text())
                .contains("X-Policy: sender@client.test to prepend@guichet.test\n");
    }

    @Test
    void logsAndGoesOn() throws IOException {
        accepted("warn@guichet.test");
        accepted("info@guichet.test");
        assertThat(site.postfix.log())
                .containsPattern("warn: RCPT from .*: look at this")
                .containsPattern("info: RCPT from .*: or at this");
    }

    @Test
    void letsTheFirstRuleDecideThatHasAnOpinion() throws IOException {
        assertThat(conditions("", "first@client.test", "order@guichet.test"))
                .startsWith("550 5.7.1 ")
                .endsWith("first");
        assertThat(conditions("", "second@client.test", "order@guichet.test"))
                .startsWith("550 5.7.2 ")
                .endsWith("second");
        assertThat(conditions("", "third@client.test", "order@guichet.test")).isEqualTo("250 2.1.5 Ok");
    }

    @Test
    void onlyObserves() throws IOException {
        double before = observed();
        assertThat(conditions("", "sender@client.test", "observed@guichet.test"))
                .startsWith("550 5.7.2 ")
                .endsWith("after it");
        assertThat(observed()).isEqualTo(before + 1);
        assertThat(site.guichet.log()).containsPattern("observed.*sender@client\\.test");
    }

    private double observed() {
        return site.metric(
                "guichet_policy_decisions_total", "rule=\"observed\"", "decision=\"reject\"", "mode=\"observe\"");
    }

    @Test
    void asksOnlyTheRulesOfItsContext() throws IOException {
        assertThat(site.rcpt("elsewhere", "", "first@client.test", "order@guichet.test"))
                .isEqualTo("250 2.1.5 Ok");
        assertThat(site.rcpt("elsewhere", "", "sender@client.test", "reject@guichet.test"))
                .isEqualTo("250 2.1.5 Ok");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                // Nobody logged in.
                "'',    sender@client.test,   login@guichet.test,   250",
                "alice, alice@guichet.test,   login@guichet.test,   550",
                "alice, alice@guichet.test,   no-login@guichet.test, 250",
                "'',    sender@client.test,   no-login@guichet.test, 550",
                // Domains and addresses, in any case.
                "'',    a@Blocked.Test,       sender@guichet.test,  550",
                "'',    a@sub.blocked.test,   sender@guichet.test,  250",
                "'',    One@other.test,       sender@guichet.test,  550",
                "'',    two@other.test,       sender@guichet.test,  250",
                // A map, and an exception.
                "'',    sender@client.test,   vip@guichet.test,     550",
                "'',    friend@client.test,   vip@guichet.test,     250",
                // The null sender.
                "'',    '',                   null@guichet.test,    550",
                "'',    sender@client.test,   null@guichet.test,    250",
            })
    void appliesWhenItsConditionHolds(String login, String sender, String recipient, String code) throws IOException {
        assertThat(conditions(login, sender, recipient)).startsWith(code + " ");
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.9, 550", "198.51.101.9, 250", "127.0.0.1, 250"})
    void knowsTheNetworkOfTheClient(String client, int code) throws IOException {
        try (SmtpDialogue smtp = site.connect("conditions")) {
            assertThat(smtp.command("XCLIENT ADDR=" + client).code()).isEqualTo(220);
            smtp.command("EHLO client.test");
            smtp.mail("sender@client.test");
            assertThat(smtp.rcpt("network@guichet.test").code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:1::1, 550 5.7.1 network", "2001:db8:2::1, DUNNO", "unknown, DUNNO"})
    void knowsOtherNetworksToo(String client, String action) {
        try (PolicyClient policy = PolicyClient.unix(site.socket)) {
            assertThat(policy.ask(PolicyQuestion.rcpt("sender@client.test", "network@guichet.test")
                            .with("client_address", client)
                            .with("policy_context", "conditions")))
                    .isEqualTo(action);
        }
    }

    @Test
    void knowsAnyAttribute() throws IOException {
        try (SmtpDialogue smtp = site.connect("conditions")) {
            smtp.command("EHLO friendly-spammer");
            smtp.mail("sender@client.test");
            assertThat(smtp.rcpt("helo@guichet.test").toString()).startsWith("550 5.7.1 ");
        }
        assertThat(conditions("", "sender@client.test", "helo@guichet.test")).isEqualTo("250 2.1.5 Ok");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "{recipient}{login}@client.test",
                "\"a b\"@client.test",
                "%s$x{0}${y}@client.test",
                "b\u00e9b\u00e9@client.test",
                "x=y=z@client.test",
            })
    void putsWhatPeersSayIntoTextsSafely(String sender) throws IOException {
        try (SmtpDialogue smtp = site.connect("conditions")) {
            assertThat(smtp.mail(sender).ok()).isTrue();
            // One line, and nothing in the value is taken for a placeholder again. Postfix gives the sender without
            // quotes.
            assertThat(smtp.rcpt("placeholders@guichet.test").toString())
                    .isEqualTo("550 5.7.1 <placeholders@guichet.test>: Recipient address rejected: from "
                            + sender.replace("\"", "") + " to placeholders@guichet.test by nobody at 127.0.0.1");
        }
    }

    private String conditions(String login, String sender, String recipient) throws IOException {
        return site.rcpt("conditions", login, sender, recipient);
    }

    private String accepted(String recipient) throws IOException {
        String subject = PolicySite.subject();
        assertThat(site.send("actions", "", "sender@client.test", List.of(recipient), subject))
                .startsWith("250 2.0.0 Ok");
        return subject;
    }
}
