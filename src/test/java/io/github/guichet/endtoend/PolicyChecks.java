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

/** Each check but the rates in SMTP sessions with real log-ins; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class PolicyChecks {

    private static final String FRIEND = "friend@elsewhere.example";

    private final Debian debian;
    private PolicySite site;

    PolicyChecks(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        site = PolicySite.start(
                work,
                debian,
                PolicySite.resource("checks.toml"),
                List.of("submission", "strict", "mx", "nograce", "dated", "lists", "grey"));
    }

    @ParameterizedTest
    @CsvSource({
        // Own addresses, in any case and with an extension.
        "alice, alice@guichet.test",
        "alice, Alice@Guichet.Test",
        "alice, alice+lists@guichet.test",
        // An alias that leads to her only, and the alias domain.
        "alice, info@guichet.test",
        "alice, alice@alias.test",
        // Delegates, and an owner of a whole domain.
        "bob, sales@guichet.test",
        "carol, sales@guichet.test",
        "carol, whatever@shop.test",
        // Members of a team, and of a team in a team.
        "dave, support@guichet.test",
        "erin, support@guichet.test",
        // A service that may send as anything.
        "newsletter, ceo@customer.example",
    })
    void letsLoginsSendAsTheAddressesTheyOwn(String login, String sender) throws IOException {
        String subject = PolicySite.subject();
        assertThat(site.send("submission", login, sender, List.of(FRIEND), subject))
                .startsWith("250 2.0.0 Ok");
        assertThat(site.arrived(site.world, subject).sender()).isEqualTo(sender);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, bob@guichet.test",
        "alice, bob+x@guichet.test",
        // Leads to bob too.
        "alice, both@guichet.test",
        // Of an alias that is switched off.
        "alice, old@guichet.test",
        "alice, sales@guichet.test",
        "bob, whatever@shop.test",
        "alice, support@guichet.test",
        "alice, bob@alias.test",
        // Nobody's.
        "alice, nobody@guichet.test",
        "alice, ceo@customer.example",
        // Hostile ones.
        "alice, '\"alice@guichet.test\"@customer.example'",
        "alice, '\"alice@guichet.test,bob\"@guichet.test'",
        "alice, '%@guichet.test'",
    })
    void refusesForgedSenders(String login, String sender) throws IOException {
        assertThat(site.rcpt("submission", login, sender, FRIEND))
                .startsWith("553 5.7.1 <" + FRIEND + ">: Recipient address rejected: ");
    }

    @Test
    void tellsWhatToDoAboutARefusedSender() throws IOException {
        assertThat(site.rcpt("submission", "alice", "sales@guichet.test", FRIEND))
                .contains("alice@guichet.test")
                .contains("sales@guichet.test");
    }

    @Test
    void leavesSendersAloneWhoHaveNotLoggedInUnlessToldOtherwise() throws IOException {
        assertThat(site.rcpt("submission", "", "alice@guichet.test", "bob@guichet.test"))
                .startsWith("250 ");
        assertThat(site.rcpt("strict", "", "alice@guichet.test", "bob@guichet.test"))
                .startsWith("553 5.7.1 ");
        assertThat(site.rcpt("strict", "", "someone@elsewhere.example", "bob@guichet.test"))
                .startsWith("250 ");
        assertThat(site.rcpt("strict", "alice", "someone@elsewhere.example", FRIEND))
                .startsWith("250 ");
        assertThat(site.rcpt("strict", "alice", "bob@guichet.test", FRIEND)).startsWith("553 5.7.1 ");
        // Bounces have no owner.
        assertThat(site.rcpt("strict", "", "", "bob@guichet.test")).startsWith("250 ");
    }

    @ParameterizedTest
    @CsvSource({
        "bob@guichet.test,       250 2.1.5",
        "Bob+x@Guichet.Test,     250 2.1.5",
        "info@guichet.test,      250 2.1.5",
        "anything@shop.test,     250 2.1.5",
        "nobody@guichet.test,    550 5.1.1",
        "old@guichet.test,       550 5.1.1",
        "off@guichet.test,       550 5.1.1",
        // Not ours: Postfix decides.
        "friend@elsewhere.example, 454 4.7.1",
        "any@backup.test,        454 4.7.1",
        "any@closed.test,        454 4.7.1",
    })
    void refusesRecipientsWhoDoNotExist(String recipient, String reply) throws IOException {
        assertThat(site.rcpt("mx", "", "sender@client.test", recipient)).startsWith(reply + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "mx,      full@guichet.test,    10,      452 4.2.2",
        "mx,      full+x@guichet.test,  10,      452 4.2.2",
        "mx,      to-full@guichet.test, 10,      452 4.2.2",
        "nograce, full@guichet.test,    10,      552 5.2.2",
        "nograce, to-full@guichet.test, 10,      552 5.2.2",
        // What the client announces counts.
        "nograce, nearly@guichet.test,  1000,    250 2.1.5",
        "nograce, nearly@guichet.test,  20000,   552 5.2.2",
        // No quota.
        "nograce, alice@guichet.test,   5000000, 250 2.1.5",
        // One of ten.
        "nograce, ten@guichet.test,     10,      250 2.1.5",
        // Somewhere else.
        "nograce, away@guichet.test,    10,      250 2.1.5",
        // The usage is of the year 2001.
        "dated,   full@guichet.test,    10,      250 2.1.5",
    })
    void refusesMailForFullMailboxes(String context, String recipient, int size, String reply) throws IOException {
        try (SmtpDialogue smtp = site.connect(context)) {
            assertThat(smtp.mail("sender@client.test", size).ok()).isTrue();
            assertThat(smtp.rcpt(recipient).toString()).startsWith(reply + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Everybody of the domain who has logged in, whatever the sender says.
        "alice, alice@guichet.test,  house@guichet.test,   250",
        "carol, carol@guichet.test,  house@guichet.test,   250",
        "'',    alice@guichet.test,  house@guichet.test,   550",
        "'',    someone@client.test, house@guichet.test,   550",
        "'',    someone@client.test, house+x@guichet.test, 550",
        // Members.
        "alice, alice@guichet.test,  members@guichet.test, 250",
        "carol, carol@guichet.test,  members@guichet.test, 550",
        "carol, alice@guichet.test,  members@guichet.test, 550",
        // A list of logins.
        "carol, carol@guichet.test,  board@guichet.test,   250",
        "alice, alice@guichet.test,  board@guichet.test,   550",
        // A public list does not open the internal one in it, unless it says so.
        "'',    someone@client.test, door@guichet.test,    550",
        "alice, alice@guichet.test,  door@guichet.test,    250",
        "'',    someone@client.test, gate@guichet.test,    250",
        // No list.
        "'',    someone@client.test, both@guichet.test,    250",
        "'',    someone@client.test, alice@guichet.test,   250",
    })
    void keepsInternalListsInternal(String login, String sender, String recipient, String code) throws IOException {
        String reply = site.rcpt("lists", login, sender, recipient);
        assertThat(reply).startsWith(code + (code.equals("550") ? " 5.7.1 " : " "));
    }

    @Test
    void takesMailOfAStrangerWhenHeComesBack() throws IOException {
        try (SmtpDialogue smtp = site.connect("grey")) {
            smtp.mail("stranger@client.test");
            assertThat(smtp.rcpt("alice@guichet.test").toString()).startsWith("450 4.2.0 ");
            // Not at once, but soon.
            Waiting.until(
                    "he may come in", () -> smtp.rcpt("alice@guichet.test").ok());
            // Known from now on, and nobody else is.
            assertThat(smtp.rcpt("alice@guichet.test").ok()).isTrue();
            assertThat(smtp.rcpt("bob@guichet.test").code() / 100).isEqualTo(4);
        }
    }

    @Test
    void takesMailOfAClientThatCameBackBefore() throws IOException {
        try (SmtpDialogue smtp = from("203.0.113.5")) {
            for (String recipient : List.of("alice@guichet.test", "bob@guichet.test")) {
                smtp.command("RSET");
                smtp.mail("one@client.test");
                assertThat(smtp.rcpt(recipient).toString()).startsWith("450 4.2.0 ");
                Waiting.until(recipient, () -> smtp.rcpt(recipient).ok());
            }
            // Two mails of his came back.
            assertThat(smtp.rcpt("carol@guichet.test").ok()).isTrue();
        }
        // Not for others.
        try (SmtpDialogue smtp = from("192.0.2.77")) {
            smtp.mail("one@client.test");
            assertThat(smtp.rcpt("carol@guichet.test").code() / 100).isEqualTo(4);
        }
    }

    @Test
    void takesTheMailOfANeighbourForARetry() throws IOException {
        try (SmtpDialogue first = from("198.51.100.10");
                SmtpDialogue second = from("198.51.100.20");
                SmtpDialogue elsewhere = from("198.51.101.20")) {
            for (SmtpDialogue smtp : List.of(first, second, elsewhere)) {
                smtp.mail("pool@client.test");
            }
            assertThat(first.rcpt("erin@guichet.test").code() / 100).isEqualTo(4);
            Waiting.until(
                    "the retry of another host of the farm",
                    () -> second.rcpt("erin@guichet.test").ok());
            assertThat(elsewhere.rcpt("erin@guichet.test").code() / 100).isEqualTo(4);
        }
    }

    private SmtpDialogue from(String client) throws IOException {
        SmtpDialogue smtp = site.connect("grey");
        assertThat(smtp.command("XCLIENT ADDR=" + client).code()).isEqualTo(220);
        smtp.command("EHLO client.test");
        return smtp;
    }
}
