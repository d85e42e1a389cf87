package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The directory that the milter's maps are in goes away while the database answers: each rule does what it says for that. */
@ExtendWith(Workspaces.class)
class MilterDirectoryOutageIT {

    private static final String RULES = """
            [cache]
            ttl = "1s"
            negative-ttl = "1s"
            stale = "0s"
            [milter]
            listen = ["unix:@QUEUE@/guichet/milter.sock"]
            deadline = "30s"
            [[milter.rule]]
            name = "closed"
            check = "header-from"
            mode = "reject"
            exceptions = ["shared"]
            when = { recipient = "@closed.example" }
            [[milter.rule]]
            name = "open"
            check = "header-from"
            mode = "reject"
            on-unavailable = "continue"
            exceptions = ["shared"]
            when = { recipient = "@open.example" }
            [map.shared]
            source = "directory"
            filter = "mailacceptinggeneralid=%s"
            result-attributes = ["uid"]
            result-format = "*"
            [source.directory]
            type = "ldap"
            urls = ["@LDAP@"]
            bind-dn = "cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz"
            bind-password = "readerpw"
            base = "ou=mail,dc=xoyize,dc=xyz"
            scope = "sub"
            deadline = "2s"
            """;

    /** Only the directory knows that everybody may write as this one. */
    private static final String SHARED = "From: test0@hosted-domain.com\n";

    private static final String OTHER = "From: test0@elsewhere.example\n";

    /** For this one no map is needed. */
    private static final String OWN = "From: alice@guichet.test\n";

    @ParameterizedTest
    @EnumSource
    void doesWhatEachRuleSaysWhileTheDirectoryIsAway(Debian debian, Workspace work) throws IOException {
        SlapdServer directory = LdapMultidomain.start(work).directory;
        MilterSite site = MilterSite.start(work, debian, RULES.replace("@LDAP@", directory.url()));
        try (SmtpDialogue smtp = site.connect("submission", "alice")) {
            knows(smtp);
            directory.kill();
            doesNotKnow(site, smtp);
            directory.restart();
            knows(smtp);
            directory.pause();
            try {
                doesNotKnow(site, smtp);
            } finally {
                directory.resume();
            }
            knows(smtp);
        }
        site.postfix.awaitEmptyQueue();
        assertThat(site.world.messages()).noneMatch(message -> message.sender().isEmpty());
        assertThat(site.postfix.log()).doesNotContain("status=bounced");
    }

    private static void knows(SmtpDialogue smtp) {
        for (String rule : List.of("closed", "open")) {
            // A connection to the directory that was broken may be found out by a question.
            Waiting.until(
                    "the directory refuses", () -> reply(smtp, rule, OTHER).startsWith("550 5.7.1 "));
            Waiting.until(
                    "the directory excepts", () -> reply(smtp, rule, SHARED).startsWith("250 "));
        }
    }

    private static void doesNotKnow(MilterSite site, SmtpDialogue smtp) throws IOException {
        // What is cached serves for a second.
        for (String from : List.of(SHARED, OTHER)) {
            Waiting.until(
                    "the rule that must know puts off",
                    () -> reply(smtp, "closed", from).startsWith("451 4."));
            Waiting.until(
                    "the rule that need not know lets go",
                    () -> reply(smtp, "open", from).startsWith("250 "));
        }
        String subject = MilterSite.subject();
        assertThat(send(smtp, "closed", OWN, subject)).startsWith("250 ");
        assertThat(site.arrived(subject).value("From")).isEqualTo("alice@guichet.test");
    }

    private static String reply(SmtpDialogue smtp, String context, String from) throws IOException {
        return send(smtp, context, from, MilterSite.subject());
    }

    private static String send(SmtpDialogue smtp, String context, String from, String subject) throws IOException {
        return MilterSite.send(
                smtp,
                "alice@guichet.test",
                List.of("x@" + context + ".example"),
                from + "Subject: " + subject + "\n\nhello\n");
    }
}
