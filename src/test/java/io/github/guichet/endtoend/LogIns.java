package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to log in to Postfix and to a Dovecot whose only auth service is guichet; the same on both generations. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class LogIns {

    private final Debian debian;
    private LogInSite site;

    LogIns(Debian debian) {
        this.debian = debian;
    }

    @BeforeAll
    void starts(Workspace work) {
        site = LogInSite.start(work, debian);
    }

    @AfterAll
    void neverStartedDovecotsOwnAuth() {
        assertThat(site.dovecot.processes())
                .contains("dovecot/anvil", "dovecot/log")
                .doesNotContain("dovecot/auth");
    }

    Stream<Arguments> mechanisms() {
        return Stream.of(
                Arguments.of("alice", Sasl.plain("alice", "good"), Sasl.plain("alice", "bad")),
                Arguments.of("bob", Sasl.login("bob", "good"), Sasl.login("bob", "bad")),
                Arguments.of(
                        "carol", new ScramClient("SHA-1", "carol", "good"), new ScramClient("SHA-1", "carol", "bad")),
                Arguments.of(
                        "carol",
                        new ScramClient("SHA-256", "carol", "good"),
                        new ScramClient("SHA-256", "carol", "bad")),
                Arguments.of(
                        "scram1",
                        new ScramClient("SHA-1", "scram1", "good"),
                        new ScramClient("SHA-1", "scram1", "bad")),
                Arguments.of(
                        "scram256",
                        new ScramClient("SHA-256", "scram256", "good"),
                        new ScramClient("SHA-256", "scram256", "bad")),
                Arguments.of(
                        "dave", Sasl.xoauth2("dave", token("dave", 60)), Sasl.xoauth2("dave", token("dave", -600))),
                Arguments.of("erin", Sasl.oauthBearer("erin", token("erin", 60)), Sasl.oauthBearer("erin", "x.y.z")));
    }

    private String token(String user, long seconds) {
        return site.tokens.token(user + "@guichet.test", "mail", seconds);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void letsMailOutAfterSmtpAuth(String user, Sasl good, Sasl bad) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            assertThat(smtp.authenticate(bad).code()).isEqualTo(535);
            assertThat(smtp.mail(user + "@guichet.test").ok()).isTrue();
            assertThat(smtp.rcpt("friend@elsewhere.example").code()).isEqualTo(454);
            assertThat(smtp.command("RSET").ok()).isTrue();
            assertThat(smtp.authenticate(good).code()).isEqualTo(235);
            String subject = good.name() + " of " + user;
            assertThat(smtp.message(user + "@guichet.test", List.of("friend@elsewhere.example"), subject))
                    .allMatch(SmtpDialogue.Reply::ok);
            site.postfix.awaitEmptyQueue();
            assertThat(site.world.recipientsOf(subject)).containsExactly("friend@elsewhere.example");
        }
        assertThat(site.postfix.log())
                .contains("sasl_method=" + good.name() + ", sasl_username=" + user + "@guichet.test");
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void opensTheInboxAfterImapAuth(String user, Sasl good, Sasl bad) throws IOException {
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
            assertThat(imap.authenticate(bad).toString()).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(imap.authenticate(good).ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").ok()).isTrue();
        }
        assertThat(user).isNotEmpty();
    }

    @Test
    void doesNotTakeATokenForAnotherServiceOrUser() throws IOException {
        String elsewhere = site.tokens.token("dave@guichet.test", "calendar", 60);
        for (Sasl wrong : List.of(Sasl.xoauth2("dave", elsewhere), Sasl.oauthBearer("erin", token("dave", 60)))) {
            try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
                assertThat(imap.authenticate(wrong).toString()).startsWith("NO ");
            }
        }
    }

    @Test
    void letsACertificateSpeakForItsOwner() throws IOException {
        PrivateCa.Certificate carol = site.ca.issue("carol", "DNS:carol.test");
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imaps(), site.ca.client(carol))) {
            assertThat(imap.authenticate(Sasl.external()).ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").ok()).isTrue();
        }
        assertThat(site.dovecot.log()).contains("method=EXTERNAL");
    }

    @Test
    void doesNotTakeACertificateForSomebodyWhoDoesNotExist() throws IOException {
        PrivateCa.Certificate nobody = site.ca.issue("nobody", "DNS:nobody.test");
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imaps(), site.ca.client(nobody))) {
            assertThat(imap.authenticate(Sasl.external()).toString()).startsWith("NO [AUTHENTICATIONFAILED]");
        }
    }

    @Test
    void deliversUnderTheAccountsOwnIds() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            assertThat(smtp.message("alice@guichet.test", List.of("dave@guichet.test"), "through Postfix"))
                    .allMatch(SmtpDialogue.Reply::ok);
        }
        site.postfix.awaitEmptyQueue();
        assertThat(site.ownerOfMail("dave")).isEqualTo(LogInSite.OWNER);
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
            assertThat(imap.login("dave", "good").ok()).isTrue();
            assertThat(imap.command("SELECT INBOX").untagged()).contains("* 1 EXISTS");
        }
    }

    @Test
    void takesMailByLmtpForThoseWhoExist() throws IOException {
        try (LmtpDialogue lmtp = LmtpDialogue.connect(site.dovecot.lmtp())) {
            assertThat(lmtp.deliver("erin@guichet.test", "by LMTP")).startsWith("250 ");
            assertThat(lmtp.deliver("nobody@guichet.test", "by LMTP")).startsWith("550 5.1.1 ");
        }
        assertThat(site.ownerOfMail("erin")).isEqualTo(LogInSite.OWNER);
    }

    @Test
    void opensThePop3Maildrop() throws IOException {
        try (Pop3Dialogue pop3 = Pop3Dialogue.connect(site.dovecot.pop3())) {
            assertThat(pop3.login("alice", "bad")).startsWith("-ERR [AUTH]");
            assertThat(pop3.login("alice", "good")).startsWith("+OK");
            assertThat(pop3.command("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void managesSieveScripts() throws IOException {
        try (SieveDialogue sieve = SieveDialogue.connect(site.dovecot.sieve())) {
            assertThat(sieve.login("alice", "bad")).startsWith("NO ");
            assertThat(sieve.login("alice", "good")).startsWith("OK");
            assertThat(sieve.command("PUTSCRIPT \"one\" \"keep;\""))
                    .last()
                    .asString()
                    .startsWith("OK");
            assertThat(sieve.command("LISTSCRIPTS")).contains("\"one\"");
        }
    }

    @Test
    void submitsThroughDovecotToo() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.dovecot.submission())) {
            assertThat(smtp.login("alice", "bad").code()).isEqualTo(535);
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            assertThat(smtp.message("alice@guichet.test", List.of("friend@elsewhere.example"), "by submission"))
                    .allMatch(SmtpDialogue.Reply::ok);
        }
        site.relay.awaitEmptyQueue();
        assertThat(site.world.recipientsOf("by submission")).containsExactly("friend@elsewhere.example");
    }

    @Test
    void answersDoveadm() {
        assertThat(site.dovecot.doveadm("user", "*").succeeds().out().lines())
                .contains("alice@guichet.test", "off@guichet.test")
                .hasSize(11);
        assertThat(site.dovecot.doveadm("user", "alice").succeeds().out().lines())
                .contains("user\talice@guichet.test", "uid\t20000", "gid\t20001");
        assertThat(site.dovecot.doveadm("user", "nobody").exit()).isEqualTo(67);
        assertThat(site.dovecot.doveadm("auth", "test", "alice", "good").exit()).isZero();
        assertThat(site.dovecot.doveadm("auth", "test", "alice", "bad").exit()).isEqualTo(77);
        assertThat(site.dovecot.doveadm("auth", "lookup", "alice").succeeds().out())
                .contains("alice@guichet.test")
                .doesNotContain("good");
    }

    @Test
    void forgetsWhatDoveadmFlushes() {
        assertThat(site.dovecot.doveadm("auth", "test", "later", "good").exit()).isZero();
        site.database.sql("UPDATE account SET password = '{PLAIN}new' WHERE name = 'later@guichet.test'");
        assertThat(site.dovecot.doveadm("auth", "test", "later", "good").exit()).isZero();
        assertThat(site.dovecot
                        .doveadm("auth", "cache", "flush", "later@guichet.test")
                        .succeeds()
                        .out())
                .contains("cache entries flushed");
        assertThat(site.dovecot.doveadm("auth", "test", "later", "good").exit()).isEqualTo(77);
        assertThat(site.dovecot.doveadm("auth", "test", "later", "new").exit()).isZero();
    }

    @Test
    void servesSeveralLogInsInOneImapProcess(Workspace work) throws IOException {
        DovecotSettings settings = new DovecotSettings(debian)
                .authReplaced(work)
                .add("service imap {\n  client_limit = 10\n  process_limit = 1\n")
                .add("  service_count = 0\n}\n", "  restart_request_count = unlimited\n}\n");
        try (DovecotServer dovecot = DovecotServer.start(work, "reused", settings)) {
            List<String> users = List.of("alice", "bob", "carol");
            for (int round = 0; round < 3; round++) {
                for (String user : users) {
                    try (ImapDialogue imap = ImapDialogue.connect(dovecot.imap());
                            ImapDialogue beside = ImapDialogue.connect(dovecot.imap())) {
                        assertThat(imap.login(user, "good").ok()).isTrue();
                        assertThat(imap.command("SELECT INBOX").ok()).isTrue();
                        assertThat(beside.login("alice", "good").ok()).isTrue();
                        assertThat(dovecot.processes()).containsOnlyOnce("dovecot/imap");
                    }
                }
            }
            assertThat(dovecot.processes()).doesNotContain("dovecot/auth");
        }
    }

    @Test
    void tellsThoseWhoMayNotLogIn() throws IOException {
        assertThat(imap("off", "good")).startsWith("NO ").doesNotContain("AUTHENTICATIONFAILED", "UNAVAILABLE");
        assertThat(imap("expired", "good")).startsWith("NO [EXPIRED]");
        assertThat(imap("nopop", "good")).startsWith("OK ");
        try (Pop3Dialogue pop3 = Pop3Dialogue.connect(site.dovecot.pop3())) {
            assertThat(pop3.login("nopop", "good")).startsWith("-ERR [AUTH]");
        }
        // Nobody who does not know the password learns more.
        assertThat(imap("off", "bad")).isEqualTo(imap("nobody", "bad")).isEqualTo(imap("alice", "bad"));
        assertThat(imap("expired", "bad")).isEqualTo(imap("nobody", "bad"));
        for (String user : List.of("off", "expired", "nobody")) {
            try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
                assertThat(smtp.login(user, "good").code()).isEqualTo(535);
            }
        }
    }

    // Last, because a pool may take a moment to notice that its database is back.
    @Test
    @Order(Integer.MAX_VALUE)
    void neverCallsAPasswordWrongWhileTheDatabaseIsAway() throws IOException {
        assertThat(imap("alice", "good")).startsWith("OK ");
        site.database.kill();
        try {
            for (String user : List.of("bob", "fresh")) {
                try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
                    assertThat(smtp.login(user, "bad").toString()).startsWith("454 4.7.0 ");
                }
                assertThat(imap(user, "bad")).startsWith("NO [UNAVAILABLE]");
            }
            try (Pop3Dialogue pop3 = Pop3Dialogue.connect(site.dovecot.pop3())) {
                assertThat(pop3.login("fresh", "good")).startsWith("-ERR [SYS/TEMP]");
            }
            try (SieveDialogue sieve = SieveDialogue.connect(site.dovecot.sieve())) {
                assertThat(sieve.login("fresh", "good")).startsWith("NO (TRYLATER)");
            }
            try (LmtpDialogue lmtp = LmtpDialogue.connect(site.dovecot.lmtp())) {
                assertThat(lmtp.deliver("fresh@guichet.test", "later")).startsWith("451 ");
            }
            assertThat(site.dovecot.doveadm("user", "fresh").exit()).isEqualTo(75);
            assertThat(site.dovecot.doveadm("user", "*").exit()).isNotZero();
            // Who logged in a moment ago still does.
            assertThat(imap("alice", "good")).startsWith("OK ");
        } finally {
            site.database.restart();
        }
        Waiting.until("the database is asked again", () -> imap("erin", "good").startsWith("OK "));
    }

    private String imap(String user, String password) throws IOException {
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
            return imap.login(user, password).toString();
        }
    }
}
