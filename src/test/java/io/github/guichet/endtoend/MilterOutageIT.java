package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database behind the milter goes away: each rule does what it says for that, and no mail is lost or refused for good. */
@ExtendWith(Workspaces.class)
class MilterOutageIT {

    private static final String FORGETFUL = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"0s\"\n";

    /** A message that alice may send, by an alias that only the database knows of. */
    private static final String OWN = "From: info@guichet.test\n";

    private static final String FORGED = "From: both@guichet.test\n";

    private static final String RULES = FORGETFUL + """
            [milter]
            listen = ["unix:@QUEUE@/guichet/milter.sock"]
            deadline = "30s"
            [[milter.rule]]
            name = "closed"
            check = "header-from"
            mode = "reject"
            when = { recipient = "@closed.example" }
            [[milter.rule]]
            name = "open"
            check = "header-from"
            mode = "reject"
            on-unavailable = "continue"
            when = { recipient = "@open.example" }
            [[milter.rule]]
            name = "marked"
            check = "header-from"
            mode = "tag"
            tag-field = "X-Guichet-Warning"
            when = { recipient = "@marked.example" }
            """;

    @ParameterizedTest
    @EnumSource
    void doesWhatEachRuleSaysWhileTheDatabaseIsAway(Debian debian, Workspace work) throws IOException {
        MilterSite site = MilterSite.start(work, debian, RULES);
        try (SmtpDialogue smtp = site.connect("submission", "alice")) {
            assertThat(reply(smtp, "closed", FORGED)).startsWith("550 5.7.1 ");
            assertThat(reply(smtp, "open", FORGED)).startsWith("550 5.7.1 ");
            assertThat(reply(smtp, "closed", OWN)).startsWith("250 ");
            site.database.kill();
            goesByTheRules(site, smtp);
            site.database.restart();
            Waiting.until(
                    "the rules apply again", () -> reply(smtp, "closed", FORGED).startsWith("550 5.7.1 "));
            assertThat(reply(smtp, "closed", OWN)).startsWith("250 ");
            site.database.pause();
            try {
                goesByTheRules(site, smtp);
            } finally {
                site.database.resume();
            }
            Waiting.until(
                    "the rules apply again", () -> reply(smtp, "closed", FORGED).startsWith("550 5.7.1 "));
            assertThat(reply(smtp, "closed", OWN)).startsWith("250 ");
        }
        site.postfix.awaitEmptyQueue();
        assertThat(site.world.messages()).noneMatch(message -> message.sender().isEmpty());
        assertThat(site.postfix.log()).doesNotContain("status=bounced");
    }

    private static void goesByTheRules(MilterSite site, SmtpDialogue smtp) throws IOException {
        // What is cached serves for a second.
        Waiting.until(
                "the rule that must know puts off",
                () -> reply(smtp, "closed", FORGED).startsWith("451 4."));
        Waiting.until(
                "also what it would let go", () -> reply(smtp, "closed", OWN).startsWith("451 4."));
        Waiting.until(
                "the rule that need not know lets go",
                () -> reply(smtp, "open", FORGED).startsWith("250 "));
        String subject = MilterSite.subject();
        assertThat(MilterSite.send(smtp, "alice@guichet.test", List.of("x@marked.example"), letter(FORGED, subject)))
                .startsWith("250 ");
        assertThat(site.arrived(subject).values("X-Guichet-Warning")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsPostfixWaitingForASlowDatabase(Debian debian, Workspace work) throws Exception {
        MilterSite site = MilterSite.patient(
                work, debian, RULES, "{ " + MilterSite.GUICHET + ", command_timeout=8s, content_timeout=8s }");
        try (SmtpDialogue closed = site.connect("submission", "alice");
                SmtpDialogue other = site.connect("submission", "alice")) {
            assertThat(reply(closed, "closed", FORGED)).startsWith("550 5.7.1 ");
            long known = System.nanoTime();
            Waiting.until("that is forgotten", () -> System.nanoTime() - known > 1_100_000_000L);
            long asked = System.nanoTime();
            CompletableFuture<String> forged;
            CompletableFuture<String> own;
            AutoCloseable lock = site.database.locked("alias", "sender_owner");
            try {
                forged = later(closed, FORGED);
                own = later(other, OWN);
                // Longer than Postfix waits for a milter that says nothing.
                Waiting.until("Postfix would have given up", () -> System.nanoTime() - asked > 10_000_000_000L);
                assertThat(forged).isNotDone();
                assertThat(own).isNotDone();
            } finally {
                lock.close();
            }
            assertThat(forged.get()).startsWith("550 5.7.1 ");
            assertThat(own.get()).startsWith("250 ");
        }
        assertThat(site.postfix.log()).doesNotContain("can't read SMFIC_BODYEOB");
    }

    private static CompletableFuture<String> later(SmtpDialogue smtp, String from) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return reply(smtp, "closed", from);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private static String reply(SmtpDialogue smtp, String context, String from) throws IOException {
        return MilterSite.send(
                smtp, "alice@guichet.test", List.of("x@" + context + ".example"), letter(from, MilterSite.subject()));
    }

    private static String letter(String from, String subject) {
        return from + "Subject: " + subject + "\n\nhello\n";
    }
}
