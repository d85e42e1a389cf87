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
import org.junit.jupiter.params.provider.ValueSource;

/** From: belongs to the login: the check {@code header-from} in SMTP sessions with real log-ins; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class MilterFrom {

    private static final String FORGED = "From: Bob <bob@guichet.test>\n";

    private final Debian debian;
    private MilterSite site;

    MilterFrom(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        site = MilterSite.start(work, debian, MilterSite.text("from.toml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Bob <bob@guichet.test>",
                "From: bob@guichet.test",
                "from:bob@guichet.test",
                "From:\tBOB@GUICHET.TEST",
                "From: Bob\n <bob@guichet.test>",
                "From: Alice\n\t<bob\n @guichet.test>",
                "From: \"alice@guichet.test\" <bob@guichet.test>",
                "From: alice@guichet.test <bob@guichet.test>",
                "From: =?utf-8?q?alice=40guichet.test?= <bob@guichet.test>",
                "From: Bob (it is me) <bob@guichet.test>",
                // Several mailboxes, several fields.
                "From: alice@guichet.test, bob@guichet.test",
                "From: Team: alice@guichet.test, bob@guichet.test;",
                "From: alice@guichet.test\nFrom: bob@guichet.test",
                "From: bob@guichet.test\nFrom: alice@guichet.test",
                // Nobody here.
                "From: ceo@customer.example",
                "From: alice@sub.guichet.test",
                // UTF-8.
                "From: Älice <älice@elsewhere.example>",
                "From: Alice <alice@gästebuch.test>",
                "From: Bob <böb@guichet.test>",
                // No address at all.
                "From:",
                "From: Alice",
                "From: <>",
                "To: somebody@reject.example",
                "From: alice@guichet.test\nSender: bob@guichet.test",
            })
    void refusesWhatIsNotTheLogins(String header) throws IOException {
        assertThat(toReject("alice", header + "\n")).startsWith("550 5.7.1 ");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, From: Alice <alice@guichet.test>",
        "alice, From: ALICE@Guichet.Test",
        "alice, From: Alice <alice+lists@guichet.test>",
        "alice, From: 'Alice (at work) <alice@guichet.test>'",
        "alice, From: Älice <alice@guichet.test>",
        "alice, From: =?utf-8?q?=C3=84lice?= <alice@guichet.test>",
        "alice, From: Alice|  <alice@guichet.test>",
        "alice, From: Alice: alice@guichet.test;",
        "alice, From: alice@guichet.test|Sender: info@guichet.test",
        // What somebody else's address is for is not this rule's business.
        "alice, From: alice@guichet.test|Reply-To: bob@guichet.test",
        // An alias that leads to her only, and the alias domain.
        "alice, From: info@guichet.test",
        "alice, From: alice@alias.test",
        "alice, 'From: alice@guichet.test, info@guichet.test|Sender: alice@guichet.test'",
        // Delegates, and an owner of a whole domain.
        "bob,   From: Sales <sales@guichet.test>",
        "carol, From: whatever@shop.test",
        // Members of a team, and of a team in a team.
        "dave,  From: support@guichet.test",
        "erin,  From: support@guichet.test",
        // A service that may send as anything.
        "newsletter, From: ceo@customer.example",
    })
    void letsLoginsWriteAsTheAddressesTheyOwn(String login, String header) throws IOException {
        assertThat(toReject(login, header.replace('|', '\n') + "\n")).startsWith("250 2.0.0 ");
    }

    @Test
    void namesTheAddressToWhomItRefuses() throws IOException {
        assertThat(toReject("alice", FORGED)).startsWith("550 5.7.1 ").contains("bob@guichet.test");
        assertThat(site.send("alice", "alice@guichet.test", "x@text.example", FORGED + "\n"))
                .isEqualTo("550 5.7.1 bob@guichet.test is not yours.\n5.7.1 Ask worded, alice@guichet.test.");
    }

    @Test
    void asksNobodyWhoHasNotLoggedIn() throws IOException {
        String subject = MilterSite.subject();
        assertThat(site.send("", "a@elsewhere.example", "alice@guichet.test", letter(FORGED, subject)))
                .startsWith("250 ");
        assertThat(site.arrived(subject).value("From")).isEqualTo("Bob <bob@guichet.test>");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, boss@customer.example, 250",
        "bob,   boss@customer.example, 550",
        "bob,   all@customer.example,  250",
        "bob,   free@customer.example, 250",
        "bob,   ceo@customer.example,  550",
        "bob,   bob@guichet.test,      250",
    })
    void goesByTheExceptions(String login, String from, String code) throws IOException {
        assertThat(site.send(login, login + "@guichet.test", "x@exceptions.example", "From: " + from + "\n\nhi\n"))
                .startsWith(code + " ");
    }

    @Test
    void mayLetMessagesWithoutFromGo() throws IOException {
        assertThat(site.send("alice", "alice@guichet.test", "x@missing.example", "To: x@missing.example\n\nhi\n"))
                .startsWith("250 ");
        assertThat(site.send("alice", "alice@guichet.test", "x@missing.example", FORGED + "\nhi\n"))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void countsAndLogsWhatItWouldHaveRefused() throws IOException {
        String subject = MilterSite.subject();
        double before = site.counted("observed", "object");
        assertThat(site.send("alice", "alice@guichet.test", "x@observe.example", letter(FORGED, subject)))
                .startsWith("250 ");
        assertThat(site.arrived(subject).names())
                .containsExactly("Received", "From", "Subject")
                .doesNotContain("X-Guichet-Warning");
        assertThat(site.counted("observed", "object")).isEqualTo(before + 1);
        Waiting.until(
                "it is logged",
                () -> site.guichet
                        .log()
                        .lines()
                        .anyMatch(line -> line.contains("rule=<observed>")
                                && line.contains("mode=observe")
                                && line.contains("login=<alice@guichet.test>")
                                && line.contains("bob@guichet.test")));
    }

    @Test
    void tagsWhatIsNotTheLogins() throws IOException {
        String subject = MilterSite.subject();
        assertThat(site.send("alice", "alice@guichet.test", "x@tag.example", letter(FORGED, subject)))
                .startsWith("250 ");
        assertThat(site.arrived(subject).value("X-Guichet-Warning")).startsWith("tagged; ");
        String own = MilterSite.subject();
        site.send("alice", "alice@guichet.test", "x@tag.example", letter("From: alice@guichet.test\n", own));
        assertThat(site.arrived(own).values("X-Guichet-Warning")).isEmpty();
    }

    @Test
    void holdsWhatIsNotTheLogins() throws IOException {
        String subject = MilterSite.subject();
        assertThat(site.send("alice", "alice@guichet.test", "x@hold.example", letter(FORGED, subject)))
                .startsWith("250 2.0.0 Ok: queued as ");
        assertThat(site.postfix.held()).isEqualTo(1);
        assertThat(site.postfix.postqueue()).containsPattern("(?m)^[0-9A-F]+! ");
        assertThat(site.world.recipientsOf(subject)).isEmpty();
        site.postfix.release();
        assertThat(site.arrived(subject).value("From")).isEqualTo("Bob <bob@guichet.test>");
    }

    @Test
    void putsTheLoginIntoFrom() throws IOException {
        Delivered forged = rewritten("From: =?utf-8?q?B=C3=B6b?= <bob@guichet.test>\n");
        assertThat(forged.value("From")).contains("<alice@guichet.test>").contains("=?utf-8?q?B=C3=B6b?=");
        assertThat(forged.value("Reply-To")).contains("bob@guichet.test");
        Delivered answered = rewritten(FORGED + "Reply-To: list@elsewhere.example\n");
        assertThat(answered.value("From")).isEqualTo("Bob <alice@guichet.test>");
        assertThat(answered.value("Reply-To")).isEqualTo("list@elsewhere.example");
        Delivered own = rewritten("From: Alice <alice+x@guichet.test>\n");
        assertThat(own.value("From")).isEqualTo("Alice <alice+x@guichet.test>");
        assertThat(own.values("Reply-To")).isEmpty();
    }

    private Delivered rewritten(String header) throws IOException {
        String subject = MilterSite.subject();
        assertThat(site.send("alice", "alice@guichet.test", "x@rewrite.example", letter(header, subject)))
                .startsWith("250 ");
        return site.arrived(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: bob@guichet.test\nFrom: alice@guichet.test", "From: bob@guichet.test <x"})
    void refusesWhatItCannotRewrite(String header) throws IOException {
        assertThat(site.send("alice", "alice@guichet.test", "x@rewrite.example", header + "\n\nhi\n"))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void looksAtTheEndOfAnEndlessField() throws IOException {
        String comments = ("\n (" + "x".repeat(900) + ")").repeat(15);
        assertThat(toReject("alice", "From:" + comments + "\n <bob@guichet.test>\n"))
                .startsWith("550 5.7.1 ");
        assertThat(toReject("alice", "From:" + comments + "\n <alice@guichet.test>\n"))
                .startsWith("250 ");
        // Postfix cuts what is longer than 60000 bytes, when there are milters; what is left is more than anybody
        // reads.
        assertThat(toReject("alice", "From:" + comments.repeat(5) + "\n <alice@guichet.test>\n"))
                .startsWith("550 5.7.1 ");
        String subject = MilterSite.subject();
        String to = ("\n " + "y".repeat(900) + "@elsewhere.example,").repeat(60) + "\n z@elsewhere.example";
        assertThat(site.send(
                        "alice",
                        "alice@guichet.test",
                        "x@tag.example",
                        letter("From: alice@guichet.test\nTo:" + to + "\n", subject)))
                .startsWith("250 ");
        Delivered delivered = site.arrived(subject);
        assertThat(delivered.values("X-Guichet-Warning")).isEmpty();
        assertThat(delivered.value("To")).isEqualTo(to.stripLeading());
    }

    @Test
    void trustsNoHeaderThatIsMoreThanItReads() throws IOException {
        // Five times as much as Postfix leaves of a field, all of them hers, and the limit is 256 kB.
        String own = "From: alice@guichet.test" + ("\n (" + "x".repeat(900) + ")").repeat(78) + "\n";
        assertThat(toReject("alice", own.repeat(5))).startsWith("550 5.7.1 ");
        // Others do not count.
        assertThat(toReject(
                        "alice",
                        "From: alice@guichet.test\n"
                                + own.replace("From", "X-Other").repeat(5)))
                .startsWith("250 ");
    }

    @Test
    void leavesALargeBodyAlone() throws IOException {
        String subject = MilterSite.subject();
        String line = "Grüße, a line of a large body; trailing blanks  \n.a dot\n..two\n\n";
        String body = line.repeat(10_000_000 / line.length() + 1);
        assertThat(site.send(
                        "alice",
                        "alice@guichet.test",
                        "x@tag.example",
                        "From: bob@guichet.test\nSubject: " + subject + "\n\n" + body))
                .startsWith("250 ");
        Delivered delivered = site.arrived(subject);
        assertThat(delivered.value("X-Guichet-Warning")).startsWith("tagged; ");
        // Not by assertThat: ten megabytes would be printed.
        assertThat(delivered.body().equals(body)).isTrue();
    }

    @Test
    void beginsAnewWithEachMessageOfASession() throws IOException {
        String own = "From: alice@guichet.test\n\nhi\n";
        List<String> friend = List.of("x@reject.example");
        try (SmtpDialogue smtp = site.connect("submission", "alice")) {
            assertThat(MilterSite.send(smtp, "alice@guichet.test", friend, own)).startsWith("250 ");
            assertThat(MilterSite.send(smtp, "alice@guichet.test", friend, FORGED + "\nhi\n"))
                    .startsWith("550 ");
            assertThat(MilterSite.send(smtp, "alice@guichet.test", friend, own)).startsWith("250 ");
            // Broken off after each of its commands.
            smtp.mail("alice@guichet.test");
            smtp.command("RSET");
            smtp.mail("alice@guichet.test");
            smtp.rcpt("x@reject.example");
            smtp.command("RSET");
            smtp.command("EHLO again.test");
            // To whom the rule does not apply, and then one to whom it does.
            assertThat(MilterSite.send(smtp, "alice@guichet.test", List.of("x@other.example"), FORGED + "\nhi\n"))
                    .startsWith("250 ");
            assertThat(MilterSite.send(
                            smtp,
                            "alice@guichet.test",
                            List.of("x@other.example", "x@reject.example"),
                            FORGED + "\nhi\n"))
                    .startsWith("550 ");
            assertThat(MilterSite.send(smtp, "alice@guichet.test", friend, own)).startsWith("250 ");
        }
    }

    @Test
    void decidesPipelinedMessagesOneByOne() throws IOException {
        List<String> envelope = List.of(
                "MAIL FROM:<alice@guichet.test>", "RCPT TO:<x@reject.example>", "RCPT TO:<y@tag.example>", "DATA");
        try (SmtpDialogue smtp = site.connect("submission", "alice")) {
            for (int i = 0; i < 3; i++) {
                assertThat(smtp.pipelined(envelope))
                        .extracting(SmtpDialogue.Reply::code)
                        .containsExactly(250, 250, 250, 354);
                assertThat(smtp.end("From: alice@guichet.test\n\nhi\n").code()).isEqualTo(250);
                assertThat(smtp.pipelined(envelope).get(3).code()).isEqualTo(354);
                assertThat(smtp.end(FORGED + "\nhi\n").code()).isEqualTo(550);
                smtp.command("RSET");
            }
        }
    }

    private String toReject(String login, String header) throws IOException {
        return site.send(login, login + "@guichet.test", "x@reject.example", header + "\nhello\n");
    }

    /** @param header ends with a line feed */
    private static String letter(String header, String subject) {
        return header + "Subject: " + subject + "\n\nhello\n";
    }
}
