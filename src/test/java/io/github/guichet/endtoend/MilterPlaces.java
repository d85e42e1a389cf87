package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** guichet among other milters, and as a milter of mail that does not come by SMTP; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class MilterPlaces {

    private static final String PRETENDER = "From: \"ceo@customer.example\" <cron@guichet.test>\n";

    private final Debian debian;
    private MilterSite site;

    MilterPlaces(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        String before = MilterSite.neighbour(work, "before");
        String after = MilterSite.neighbour(work, "after");
        site = MilterSite.start(
                work,
                debian,
                MilterSite.text("places.toml"),
                Map.of("between", before + ", " + MilterSite.GUICHET + ", " + after),
                "");
    }

    @Test
    void seesWhatAMilterBeforeDidAndShowsWhatItDidToOneBehind() throws IOException {
        Delivered honest = between("From: alice@guichet.test\n");
        assertThat(honest.values("X-Guichet-Warning")).isEmpty();
        assertThat(honest.value("X-Service")).isEqualTo("between");
        assertThat(honest.value("X-Seen-By-before")).isEqualTo("From Subject");
        assertThat(honest.value("X-Seen-By-after")).contains("Authentication-Results", "X-Seen-By-before");
        Delivered forged = between("From: bob@guichet.test\n");
        assertThat(forged.value("X-Guichet-Warning")).startsWith("forged; ");
        assertThat(forged.value("X-Seen-By-before")).isEqualTo("From Subject");
        assertThat(forged.value("X-Seen-By-after")).contains("X-Guichet-Warning");
        // What the other one made of it is what counts.
        Delivered changed = between("X-Ask-before: from bob@guichet.test\nFrom: alice@guichet.test\n");
        assertThat(changed.value("From")).isEqualTo("bob@guichet.test");
        assertThat(changed.value("X-Guichet-Warning")).startsWith("forged; ");
        Delivered repaired = between("X-Ask-before: from alice@guichet.test\nFrom: bob@guichet.test\n");
        assertThat(repaired.values("X-Guichet-Warning")).isEmpty();
        Delivered late = between("X-Ask-after: from bob@guichet.test\nFrom: alice@guichet.test\n");
        assertThat(late.value("From")).isEqualTo("bob@guichet.test");
        assertThat(late.values("X-Guichet-Warning")).isEmpty();
    }

    private Delivered between(String header) throws IOException {
        String subject = MilterSite.subject();
        try (SmtpDialogue smtp = site.connect("between", "alice")) {
            assertThat(MilterSite.send(
                            smtp,
                            "alice@guichet.test",
                            List.of("x@elsewhere.example"),
                            header + "Subject: " + subject + "\n\nhello\n"))
                    .startsWith("250 ");
        }
        return site.arrived(subject);
    }

    @Test
    void looksAtMailThatIsHandedInOnThisHost() {
        String subject = MilterSite.subject();
        handIn("x@local.example", "From: whoever@elsewhere.example\n", subject);
        Delivered delivered = site.arrived(subject);
        assertThat(delivered.value("X-Handed-In")).matches("by cron@guichet\\.test as [0-9A-F]+ from 127\\.0\\.0\\.1");
        // Nobody logged in, so nobody forged anything.
        assertThat(delivered.values("X-Guichet-Warning")).isEmpty();
        assertThat(delivered.values("Authentication-Results")).isEmpty();
        assertThat(delivered.values("X-Service")).isEmpty();
    }

    @Test
    void holdsMailThatIsHandedInOnThisHost() {
        String subject = MilterSite.subject();
        handIn("x@hold.example", PRETENDER, subject);
        Waiting.until("it is held", () -> site.postfix.held() == 1);
        site.postfix.release();
        assertThat(site.arrived(subject).value("From")).contains("ceo@customer.example");
    }

    @Test
    void hasRefusedMailOfThisHostReturnedWithTheReason() {
        String subject = MilterSite.subject();
        handIn("x@reject.example", PRETENDER, subject);
        Waiting.until(
                "it is returned",
                () -> site.world.messages().stream()
                        .anyMatch(message -> message.sender().isEmpty()
                                && message.recipients().equals(List.of("cron@guichet.test"))
                                && message.text().contains(subject)
                                && message.text().contains("ceo@customer.example")));
        assertThat(site.postfix.log()).doesNotContain("milter configuration error");
    }

    private void handIn(String recipient, String header, String subject) {
        site.postfix
                .sendmail("cron@guichet.test", header + "To: " + recipient + "\nSubject: " + subject + "\n\nhello\n")
                .succeeds();
    }
}
