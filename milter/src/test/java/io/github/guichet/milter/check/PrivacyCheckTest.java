package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.check.PrivacyCheckConfig.Received;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrivacyCheckTest {

    private static final String WEB_MAIL = """
            Received: from [198.51.100.7] (home.example [198.51.100.7])
            \tby webmail.example.org (Roundcube) with HTTPS id 4F2A for <alice@example.com>;
            \tSat, 21 Nov 2026 12:00:00 +0100 (CET)""";

    private static final String UNREADABLE = "Received: my notebook at 198.51.100.7";

    private static PrivacyCheck check(Received received, String... remove) {
        return new PrivacyCheck(new PrivacyCheckConfig(received, List.of(remove)));
    }

    @Test
    void removesAllFieldsOfTheNames() {
        PrivacyCheck check = check(Received.KEEP, "X-Originating-IP", "User-Agent");
        TestMail mail = TestMail.of(
                        "x-originating-ip: 198.51.100.7",
                        "Received: x",
                        "User-Agent: Mail/1",
                        "Subject: hello",
                        "X-ORIGINATING-IP: 198.51.100.7",
                        "X-Mailer: Mail/1")
                .login("bob");
        assertThat(mail.after(mail.askedOf(check)))
                .containsExactly("Received: x", "Subject: hello", "X-Mailer: Mail/1");
        assertThat(check.needs())
                .isEqualTo(new Needs(
                        Set.of("sasl_username"),
                        Set.of(),
                        Set.of("x-originating-ip", "user-agent"),
                        false,
                        Set.of(ChangeKind.CHANGE_FIELD)));
    }

    @Test
    void shortensWhatTheClientSent() {
        TestMail mail = TestMail.of(WEB_MAIL, UNREADABLE, "Subject: hello").login("bob");
        assertThat(mail.after(mail.askedOf(check(Received.SHORTEN))))
                .containsExactly(
                        "Received: by webmail.example.org with HTTPS id 4F2A;\n\tSat, 21 Nov 2026 12:00:00 +0100",
                        "Subject: hello");
    }

    @Test
    void leavesWhatIsShortAlready() {
        TestMail mail = TestMail.of(WEB_MAIL).login("bob");
        List<String> once = mail.after(mail.askedOf(check(Received.SHORTEN)));
        TestMail again = TestMail.of(once.toArray(String[]::new)).login("bob");
        assertThat(again.askedOf(check(Received.SHORTEN))).isEqualTo(Verdict.PASS);
    }

    @Test
    void removesReceived() {
        TestMail mail = TestMail.of(WEB_MAIL, UNREADABLE, "Subject: hello").login("bob");
        assertThat(mail.after(mail.askedOf(check(Received.REMOVE)))).containsExactly("Subject: hello");
    }

    @Test
    void removesWhatIsNotHeld() {
        TestMail mail = TestMail.of(
                        "Received: by a.example;\n\tSat, 21 Nov 2026 12:00:00 +0100",
                        WEB_MAIL,
                        "User-Agent: " + "x".repeat(60))
                .login("bob")
                .holding(60);
        assertThat(mail.after(mail.askedOf(check(Received.SHORTEN, "User-Agent"))))
                .containsExactly("Received: by a.example;\n\tSat, 21 Nov 2026 12:00:00 +0100");
    }

    @Test
    void hasNothingToDoWithMailOfOthers() {
        TestMail mail = TestMail.of(WEB_MAIL, "User-Agent: x");
        assertThat(mail.askedOf(check(Received.REMOVE, "User-Agent"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void saysWhatItHid() {
        TestMail mail = TestMail.of(WEB_MAIL, "user-agent: x").login("bob");
        assertThat(mail.askedOf(check(Received.REMOVE, "User-Agent", "X-Mailer")))
                .isInstanceOfSatisfying(
                        Verdict.Change.class,
                        change -> assertThat(change.reason()).isEqualTo("hid User-Agent, Received"));
    }

    @Test
    void refusesMoreThanCanBeRemoved() {
        String[] many = Collections.nCopies(1001, "Received: x").toArray(String[]::new);
        assertThat(TestMail.of(many).login("bob").askedOf(check(Received.REMOVE)))
                .isInstanceOf(Verdict.Objection.class);
        assertThat(TestMail.of(many).login("bob").askedOf(check(Received.KEEP))).isEqualTo(Verdict.PASS);
    }

    @Test
    void countsTheFieldsOfAllNamesTogether() {
        PrivacyCheck check = check(Received.REMOVE, "X-Mailer", "User-Agent");
        List<String> fields = new ArrayList<>(Collections.nCopies(400, "Received: x"));
        fields.addAll(Collections.nCopies(300, "X-Mailer: x"));
        fields.addAll(Collections.nCopies(300, "User-Agent: x"));
        TestMail most = TestMail.of(fields.toArray(String[]::new)).login("bob");
        assertThat(most.after(most.askedOf(check))).isEmpty();

        fields.add("user-agent: x");
        assertThat(TestMail.of(fields.toArray(String[]::new)).login("bob").askedOf(check))
                .isInstanceOfSatisfying(Verdict.Objection.class, objection -> {
                    assertThat(objection.refusal().status()).hasValue("5.6.0");
                    assertThat(objection.refusal().lines())
                            .containsExactly("this message has more than 1000 fields of those that are removed or"
                                    + " replaced here");
                });
    }
}
