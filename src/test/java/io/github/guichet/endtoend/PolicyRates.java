package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much logins may send, in SMTP sessions with real log-ins; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class PolicyRates {

    private static final String TAKEN = "250 2.0.0 Ok";
    private static final List<String> ONE = List.of("friend@elsewhere.example");
    private static final List<String> THREE =
            List.of("a@elsewhere.example", "b@elsewhere.example", "c@elsewhere.example");

    private final Debian debian;
    private Workspace work;
    private PolicySite site;

    PolicyRates(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace workspace) {
        work = workspace;
        site = PolicySite.start(
                work,
                debian,
                PolicySite.resource("rates.toml"),
                List.of("messages", "recipients", "bytes", "agreed", "shared", "observed", "early"));
    }

    @Test
    void defersMessagesOverTheLimitOfTheirLoginAndSaysSoOnce() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(send("messages", "alice", ONE)).startsWith(TAKEN);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(send("messages", "alice", ONE)).startsWith("450 4.7.1 ");
        }
        assertThat(send("messages", "bob", ONE)).startsWith(TAKEN);
        assertThat(breaches("alice@guichet.test")).containsExactly("warn", "over");
    }

    /** What the log says of somebody's breaches of the first rule: once when it is close, once when it is over. */
    private List<String> breaches(String login) {
        return Pattern.compile(
                        "breach: kind=(\\w+) rule=<messages> login=<" + login + "> subject=<" + login + "> used=\\d")
                .matcher(site.guichet.log())
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    @Test
    void doesNotCountMailThatIsRefused() throws IOException {
        for (int i = 0; i < 4; i++) {
            // By a later rule, and before the data.
            assertThat(send("messages", "carol", List.of("later@guichet.test")))
                    .isEqualTo("550 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: not this one");
            try (SmtpDialogue smtp = site.connect("messages", "carol")) {
                smtp.mail("carol@guichet.test");
                assertThat(smtp.rcpt("not an address").code()).isEqualTo(501);
                smtp.command("RSET");
                smtp.mail("carol@guichet.test");
                assertThat(smtp.rcpt("friend@elsewhere.example").ok()).isTrue();
            }
        }
        for (int i = 0; i < 3; i++) {
            assertThat(send("messages", "carol", ONE)).startsWith(TAKEN);
        }
        assertThat(send("messages", "carol", ONE)).startsWith("450 4.7.1 ");
    }

    @Test
    void countsTheNullSenderForTheLogin() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(site.send("messages", "judy", "", ONE, PolicySite.subject()))
                    .startsWith(TAKEN);
        }
        assertThat(send("messages", "judy", ONE)).startsWith("450 4.7.1 ");
    }

    @Test
    void countsEveryRecipient() throws IOException {
        assertThat(send("recipients", "alice", THREE)).startsWith(TAKEN);
        assertThat(send("recipients", "alice", THREE)).startsWith("550 5.7.1 ");
        // Nothing of the refused one was counted.
        assertThat(send("recipients", "alice", THREE.subList(0, 2))).startsWith(TAKEN);
        assertThat(send("recipients", "alice", ONE)).startsWith("550 5.7.1 ");
    }

    @Test
    void holdsWhatIsOverTheBytesOfADomain() throws IOException {
        String body = "x".repeat(70).concat("\r\n").repeat(25);
        for (String login : List.of("alice", "bob")) {
            try (SmtpDialogue smtp = site.connect("bytes", login)) {
                smtp.mail(login + "@guichet.test");
                smtp.rcpt("friend@elsewhere.example");
                assertThat(smtp.data(PolicySite.subject(), body).ok()).isTrue();
            }
        }
        String subject = PolicySite.subject();
        try (SmtpDialogue smtp = site.connect("bytes", "carol")) {
            smtp.mail("carol@guichet.test");
            smtp.rcpt("friend@elsewhere.example");
            assertThat(smtp.data(subject, body).ok()).isTrue();
        }
        Waiting.until("it is on hold", () -> site.postfix.held() == 1);
        assertThat(site.world.recipientsOf(subject)).isEmpty();
        site.postfix.release();
        site.arrived(site.world, subject);
    }

    @Test
    void givesEachLoginItsOwnLimit() throws IOException {
        assertThat(send("agreed", "dave", ONE)).startsWith("550 5.7.1 ");
        for (int i = 0; i < 4; i++) {
            assertThat(send("agreed", "erin", ONE)).startsWith(TAKEN);
            assertThat(send("agreed", "frank", ONE)).startsWith(TAKEN);
            assertThat(send("agreed", "grace", ONE)).startsWith(i < 2 ? TAKEN : "550 5.7.1 ");
        }
        assertThat(send("agreed", "erin", ONE)).startsWith(TAKEN);
        assertThat(send("agreed", "frank", ONE)).startsWith("550 5.7.1 ");
    }

    @Test
    void countsInTheDatabaseAndRedirectsWhatIsOver() throws IOException {
        for (int i = 0; i < 2; i++) {
            String subject = PolicySite.subject();
            assertThat(site.send("shared", "heidi", "heidi@guichet.test", ONE, subject))
                    .startsWith(TAKEN);
            assertThat(site.arrived(site.world, subject).recipients()).isEqualTo(ONE);
        }
        String subject = PolicySite.subject();
        assertThat(site.send("shared", "heidi", "heidi@guichet.test", ONE, subject))
                .startsWith(TAKEN);
        assertThat(site.arrived(site.mailboxes, subject).recipients()).containsExactly("postmaster@guichet.test");
    }

    @Test
    void onlyTriesALimitOut() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(send("observed", "ivan", ONE)).startsWith(TAKEN);
        }
        assertThat(site.metric(
                        "guichet_policy_decisions_total",
                        "rule=\"tries it out\"",
                        "decision=\"reject\"",
                        "mode=\"observe\""))
                .isEqualTo(2);
    }

    @Test
    void saysThatItIsAskedWhereItCannotCount() throws IOException {
        for (int i = 0; i < 12; i++) {
            assertThat(send("early", "ivan", ONE)).startsWith(TAKEN);
        }
        assertThat(site.guichet.log())
                .containsPattern("warning rule \"asked too early\" counts nothing.*smtpd_end_of_data_restrictions");
        assertThat(site.metric("guichet_policy_uncounted_total", "rule=\"asked too early\""))
                .isPositive();
    }

    @Test
    void showsRaisesAndResetsLimits() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(send("messages", "erin", ONE)).startsWith(TAKEN);
        }
        assertThat(send("messages", "erin", ONE)).startsWith("450 4.7.1 ");
        assertThat(limit("show", "erin@guichet.test")).contains("messages\terin@guichet.test\t3 in 1h\n");
        limit("raise", "--for", "1h", "messages", "erin@guichet.test", "4/1h");
        assertThat(send("messages", "erin", ONE)).startsWith(TAKEN);
        assertThat(send("messages", "erin", ONE)).startsWith("450 4.7.1 ");
        limit("raise", "--for", "0s", "messages", "erin@guichet.test", "4/1h");
        limit("reset", "messages", "erin@guichet.test");
        assertThat(send("messages", "erin", ONE)).startsWith(TAKEN);
        assertThat(limit("show", "erin@guichet.test")).contains("messages\terin@guichet.test\t1 in 1h\n");
    }

    @Test
    void locksAnAccountOutOfLogInsAndOfSessionsThatAreOpen() throws IOException {
        Path toml = work.path("guichet.toml");
        try (SmtpDialogue open = site.connect("agreed", "newsletter")) {
            assertThat(GuichetCommand.run(toml, "lockout", "newsletter@guichet.test")
                            .succeeds()
                            .out())
                    .contains("doveadm kick newsletter@guichet.test");
            assertThat(open.mail("newsletter@guichet.test").ok()).isTrue();
            assertThat(open.rcpt("friend@elsewhere.example").toString()).startsWith("554 5.7.1 ");
        }
        try (SmtpDialogue later = site.connect("agreed")) {
            assertThat(later.login("newsletter", "good").code()).isEqualTo(535);
            GuichetCommand.run(toml, "unlock", "newsletter@guichet.test").succeeds();
            assertThat(later.login("newsletter", "good").code()).isEqualTo(235);
        }
        assertThat(send("agreed", "newsletter", ONE)).startsWith(TAKEN);
    }

    private String limit(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "limit";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return GuichetCommand.run(work.path("guichet.toml"), line).succeeds().out();
    }

    private String send(String context, String login, List<String> recipients) throws IOException {
        return site.send(context, login, login + "@guichet.test", recipients, PolicySite.subject());
    }
}
