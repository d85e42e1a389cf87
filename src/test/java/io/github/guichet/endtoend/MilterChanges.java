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

/** What the checks other than {@code header-from} do to messages, seen where these are delivered; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class MilterChanges {

    private static final String RESULTS = "Authentication-Results";

    private final Debian debian;
    private MilterSite site;

    MilterChanges(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        site = MilterSite.start(work, debian, MilterSite.text("changes.toml"));
    }

    @Test
    void removesResultsThatOnlyThisHostMayClaim() throws IOException {
        Delivered delivered = delivered("", "a@elsewhere.example", "results@guichet.test", """
                Authentication-Results: mail.guichet.test; auth=pass smtp.auth=alice
                Authentication-Results: other.example; spf=pass
                Authentication-Results: MAIL.Guichet.Test
                  1; none
                Authentication-Results: (a comment) old.guichet.test; dkim=pass
                From: a@elsewhere.example
                """);
        assertThat(delivered.values(RESULTS)).containsExactly("other.example; spf=pass");
    }

    @Test
    void saysWhoLoggedIn() throws IOException {
        Delivered delivered = delivered("alice", "alice@guichet.test", "x@results.example", """
                Authentication-Results: mail.guichet.test; auth=pass smtp.auth=bob@guichet.test
                Authentication-Results: other.example; spf=pass
                From: alice@guichet.test
                """);
        assertThat(delivered.values(RESULTS)).hasSize(2);
        assertThat(delivered.values(RESULTS).get(0))
                .startsWith("mail.guichet.test;")
                .contains("auth=pass")
                .contains("smtp.auth=alice@guichet.test");
        assertThat(delivered.values(RESULTS).get(1)).isEqualTo("other.example; spf=pass");
        // Above what was there: who reads from the top finds it before anything that came with the message.
        assertThat(delivered.names().indexOf(RESULTS))
                .isLessThan(delivered.names().indexOf("From"));
    }

    @Test
    void keepsTheClientToItself() throws IOException {
        String header = """
                Received: from laptop.home (dsl.example [203.0.113.9]) by webmail.guichet.test; Sat, 21 Nov 2026 12:00:00 +0000
                Received: from phone (unknown [10.0.0.7]) by laptop.home; Sat, 21 Nov 2026 11:00:00 +0000
                X-Originating-IP: [203.0.113.9]
                User-Agent: Reader 1.0
                X-Mailer: Writer 2.0
                From: alice@guichet.test
                """;
        Delivered removed = delivered("alice", "alice@guichet.test", "x@private.example", header);
        // Postfix's own is not shown to milters.
        assertThat(removed.values("Received")).hasSize(1);
        assertThat(removed.names())
                .contains("From", "Subject")
                .doesNotContain("X-Originating-IP", "User-Agent", "X-Mailer");
        Delivered shortened = delivered("alice", "alice@guichet.test", "x@short.example", header);
        assertThat(shortened.values("Received")).hasSize(3);
        assertThat(String.join("\n", shortened.fields()))
                .doesNotContain("dsl.example")
                .doesNotContain("10.0.0.7")
                .doesNotContain("laptop.home (");
        assertThat(shortened.values("Received").get(1)).contains("Sat, 21 Nov 2026 12:00:00 +0000");
        assertThat(shortened.names()).doesNotContain("User-Agent").contains("X-Mailer");
        // Of mail from elsewhere nothing is hidden.
        Delivered foreign = delivered("", "a@elsewhere.example", "x@guichet.test", header);
        assertThat(foreign.values("Received")).hasSize(3);
    }

    @Test
    void addsReplacesAndRemovesFields() throws IOException {
        Delivered delivered = delivered("alice", "alice+x@guichet.test", "x@fields.example", """
                X-Old: 1
                X-Set: forged 1
                x-old: 2
                X-Set: forged 2
                X-Added: was there
                X-Tenant: tenant 1
                From: alice@guichet.test
                """);
        assertThat(delivered.values("X-Old")).isEmpty();
        assertThat(delivered.values("X-Set")).containsExactly("by alice@guichet.test");
        assertThat(delivered.values("X-Added")).containsExactly("was there", "to alice+x@guichet.test");
        assertThat(delivered.values("X-Tenant")).containsExactly("tenant 7");
        Delivered unknown = delivered("newsletter", "a@customer.example", "x@tenant.example", """
                X-Tenant: tenant 1
                From: a@customer.example
                """);
        assertThat(unknown.values("X-Tenant")).containsExactly("tenant 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: \"alice@guichet.test\" <a@elsewhere.example>",
                "From: alice at guichet.test <a@elsewhere.example>",
                "From: =?utf-8?q?Alice_=3Calice=40guichet.test=3E?= <a@elsewhere.example>",
                "From: \"ceo@customer.example\" <a@elsewhere.example>",
            })
    void marksNamesThatPretendToBeAnAddress(String header) throws IOException {
        assertThat(delivered("", "a@elsewhere.example", "display@guichet.test", header + "\n")
                        .value("X-Guichet-Warning"))
                .startsWith("looks like one of us; ");
        assertThat(site.send("", "a@elsewhere.example", "strict@guichet.test", header + "\n\nhi\n"))
                .startsWith("550 5.7.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Alice <a@elsewhere.example>",
                "From: \"a@elsewhere.example\" <a@elsewhere.example>",
                "From: a@elsewhere.example",
            })
    void takesHonestNames(String header) throws IOException {
        assertThat(delivered("", "a@elsewhere.example", "display@guichet.test", header + "\n")
                        .values("X-Guichet-Warning"))
                .isEmpty();
        assertThat(site.send("", "a@elsewhere.example", "strict@guichet.test", header + "\n\nhi\n"))
                .startsWith("250 ");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, 3, 250",
        "alice, 4, 550",
        "erin, 40, 250",
        "frank, 1, 250",
        "frank, 2, 550",
    })
    void countsRecipients(String login, int recipients, String code) throws IOException {
        List<String> all = java.util.stream.IntStream.range(0, recipients)
                .mapToObj(i -> "x" + i + "@few.example")
                .toList();
        try (SmtpDialogue smtp = site.connect("submission", login)) {
            assertThat(MilterSite.send(smtp, login + "@guichet.test", all, "From: a@guichet.test\n\nhi\n"))
                    .startsWith(code + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grace, alice@guichet.test,      250",
        "grace, any@partner.example,     250",
        "grace, one@elsewhere.example,   250",
        "grace, two@elsewhere.example,   550",
        "heidi, two@elsewhere.example,   250",
        "alice, two@elsewhere.example,   250",
    })
    void keepsSomeLoginsAtHome(String login, String recipient, String code) throws IOException {
        assertThat(site.send(login, login + "@guichet.test", recipient, "From: a@guichet.test\n\nhi\n"))
                .startsWith(code + " ");
    }

    @Test
    void doesAllOfItToOneMessage() throws IOException {
        Delivered delivered = delivered("alice", "alice@guichet.test", "x@everything.example", """
                Received: from laptop.home (dsl.example [203.0.113.9]) by webmail.guichet.test; Sat, 21 Nov 2026 12:00:00 +0000
                Authentication-Results: mail.guichet.test; auth=pass smtp.auth=bob
                Authentication-Results: other.example; spf=pass
                User-Agent: Reader 1.0
                From: Bob <bob@guichet.test>
                Authentication-Results: mail.guichet.test; dkim=pass
                """);
        assertThat(delivered.values(RESULTS)).hasSize(2);
        assertThat(delivered.values(RESULTS).get(0)).contains("auth=pass").doesNotContain("bob");
        assertThat(delivered.values(RESULTS).get(1)).isEqualTo("other.example; spf=pass");
        assertThat(delivered.values("Received")).hasSize(1);
        assertThat(delivered.values("User-Agent")).isEmpty();
        assertThat(delivered.value("X-Guichet-Warning")).startsWith("everything: tag; ");
        assertThat(delivered.value("X-Last")).isEqualTo("everything: fields");
        assertThat(delivered.value("From")).isEqualTo("Bob <bob@guichet.test>");
        assertThat(delivered.body()).isEqualTo("hello\n");
    }

    /** @param header ends with a line feed */
    private Delivered delivered(String login, String sender, String recipient, String header) throws IOException {
        String subject = MilterSite.subject();
        assertThat(site.send(login, sender, recipient, header + "Subject: " + subject + "\n\nhello\n"))
                .startsWith("250 2.0.0 ");
        return site.arrived(subject);
    }
}
