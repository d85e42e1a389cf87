package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database and guichet itself go away: each rule does what it says for that, and no mail is lost, bounced or refused for good. */
@ExtendWith(Workspaces.class)
class PolicyOutageIT {

    private static final String FORGETFUL = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"0s\"\n";
    private static final String REMEMBERING = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"1h\"\n";
    private static final String FRIEND = "friend@elsewhere.example";

    private static final String RULES = """
            [[policy.rule]]
            name = "own addresses, or try again"
            check = "send-as"
            on-unavailable = "defer"
            when = { policy_context = "closed", protocol_state = "RCPT" }
            [[policy.rule]]
            name = "own addresses, if they are known"
            check = "send-as"
            on-unavailable = "dunno"
            when = { policy_context = "open", protocol_state = "RCPT" }
            [[policy.rule]]
            name = "counts or waits"
            check = "rate"
            per = "login"
            count = "messages"
            limits = ["10000/1h"]
            over = "reject"
            store = "db"
            on-unavailable = "defer"
            when = { policy_context = "closed", protocol_state = "END-OF-MESSAGE" }
            [[policy.rule]]
            name = "counts if it can"
            check = "rate"
            per = "login"
            count = "messages"
            limits = ["10000/1h"]
            over = "reject"
            store = "db"
            on-unavailable = "dunno"
            when = { policy_context = "open", protocol_state = "END-OF-MESSAGE" }
            """;

    @ParameterizedTest
    @EnumSource
    void doesWhatEachRuleSaysWhileTheDatabaseIsAway(Debian debian, Workspace work) throws IOException {
        PolicySite site =
                PolicySite.start(work, debian, FORGETFUL, RULES, PolicySite.SHIPPED, List.of("closed", "open"));
        try (SmtpDialogue closed = site.connect("closed", "alice");
                SmtpDialogue open = site.connect("open", "alice")) {
            assertThat(forged(closed)).startsWith("553 5.7.1 ");
            assertThat(forged(open)).startsWith("553 5.7.1 ");
            site.database.kill();
            tellsThemApart(closed, open);
            site.database.restart();
            Waiting.until("the rules apply again", () -> forged(open).startsWith("553 5.7.1 "));
            Waiting.until("mail is counted again", () -> own(closed).startsWith("250 "));
            site.database.pause();
            try {
                tellsThemApart(closed, open);
            } finally {
                site.database.resume();
            }
            Waiting.until("the rules apply again", () -> forged(closed).startsWith("553 5.7.1 "));
        }
    }

    private static void tellsThemApart(SmtpDialogue closed, SmtpDialogue open) {
        // What is cached serves for a second.
        Waiting.until("the rule that must know defers", () -> forged(closed).startsWith("450 4."));
        Waiting.until("the rule that need not know lets go", () -> forged(open).startsWith("250 "));
        Waiting.until("mail goes out uncounted", () -> own(open).startsWith("250 2.0.0 "));
    }

    @ParameterizedTest
    @EnumSource
    void goesByWhatItKnewIfItMay(Debian debian, Workspace work) throws IOException {
        PolicySite site =
                PolicySite.start(work, debian, REMEMBERING, RULES, PolicySite.SHIPPED, List.of("closed", "open"));
        try (SmtpDialogue closed = site.connect("closed", "bob")) {
            assertThat(rcpt(closed, "sales@guichet.test")).startsWith("250 ");
            assertThat(rcpt(closed, "support@guichet.test")).startsWith("553 5.7.1 ");
            long asked = System.nanoTime();
            site.database.kill();
            Waiting.until("the answers are stale", () -> System.nanoTime() - asked > 1_100_000_000L);
            assertThat(rcpt(closed, "sales@guichet.test")).startsWith("250 ");
            assertThat(rcpt(closed, "support@guichet.test")).startsWith("553 5.7.1 ");
            // Never asked for before.
            assertThat(rcpt(closed, "info@guichet.test")).startsWith("450 4.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNoMailAndNoCountWhenGuichetIsKilled(Debian debian, Workspace work) throws IOException {
        PolicySite site = PolicySite.start(work, debian, "", """
                [[policy.rule]]
                name = "no forged senders"
                check = "send-as"
                unauthenticated = "refuse"
                unowned = "dunno"
                on-unavailable = "dunno"
                when = { protocol_state = "RCPT" }
                [[policy.rule]]
                name = "counted"
                check = "rate"
                per = "sender"
                count = "messages"
                limits = ["100000/1h"]
                over = "reject"
                store = "db"
                on-unavailable = "dunno"
                when = { protocol_state = "END-OF-MESSAGE" }
                """, PolicySite.SHIPPED, List.of("shipped"));
        // Whom Postfix knows without guichet: only the policy service is missing.
        Map<String, List<String>> here = Map.of(
                "alice@guichet.test", List.of("alice@guichet.test"), "bob@guichet.test", List.of("bob@guichet.test"));
        Traffic traffic = Traffic.start(site.port("shipped"), 4, here, List.of("nobody@elsewhere.example"));
        double counted = 0;
        for (int life = 0; life < 3; life++) {
            traffic.awaitAccepted(40);
            double now = counted(work);
            assertThat(now).isGreaterThan(counted);
            counted = now;
            site.guichet.kill();
            traffic.awaitAccepted(8);
            site.guichet.restart();
            // The admin socket comes after the daemons' own.
            Waiting.until(
                    "guichet can be asked",
                    () -> GuichetCommand.run(work.path("guichet.toml"), "limit", "show")
                                    .exit()
                            == 0);
            assertThat(counted(work)).isGreaterThanOrEqualTo(counted);
        }
        traffic.awaitAccepted(40);
        traffic.finish();
        // A connection may break on a busy host; what must not be is that somebody is put off for want of guichet.
        assertThat(traffic.putOff()).noneMatch(reason -> reason.contains("rejected") || reason.contains("4.3."));
        System.out.println(traffic.account(site.postfix, List.of(site.mailboxes, site.world))
                + ": guichet killed 3 times as the policy service, Postfix of " + debian
                + (traffic.putOff().isEmpty() ? "" : ", put off: " + traffic.putOff()));
    }

    @ParameterizedTest
    @EnumSource
    void letsMailFlowWhileGuichetHangs(Debian debian, Workspace work) throws IOException {
        PolicySite site =
                PolicySite.start(work, debian, "", RULES, "default_action=DUNNO, timeout=1s", List.of("closed"));
        try (SmtpDialogue smtp = site.connect("closed", "alice")) {
            assertThat(forged(smtp)).startsWith("553 5.7.1 ");
            site.guichet.pause();
            try {
                assertThat(forged(smtp)).startsWith("250 ");
                assertThat(own(smtp)).startsWith("250 2.0.0 ");
            } finally {
                site.guichet.resume();
            }
            Waiting.until("the rules apply again", () -> forged(smtp).startsWith("553 5.7.1 "));
        }
    }

    private static double counted(Workspace work) {
        String out = GuichetCommand.run(work.path("guichet.toml"), "limit", "show", "sender@client.test")
                .succeeds()
                .out();
        // counted TAB sender@client.test TAB 40 in 1h
        return out.lines()
                .filter(line -> line.startsWith("counted\t"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*\t(\\d+) in .*", "$1")))
                .sum();
    }

    private static String forged(SmtpDialogue smtp) throws IOException {
        return rcpt(smtp, "bob@guichet.test");
    }

    private static String rcpt(SmtpDialogue smtp, String sender) throws IOException {
        assertThat(smtp.command("RSET").ok()).isTrue();
        assertThat(smtp.mail(sender).ok()).isTrue();
        return smtp.rcpt(FRIEND).toString();
    }

    /** The reply to the end of the data, or to the recipient if that is none. */
    private static String own(SmtpDialogue smtp) throws IOException {
        String reply = rcpt(smtp, "alice@guichet.test");
        return reply.startsWith("250 ") ? smtp.data(PolicySite.subject()).toString() : reply;
    }
}
