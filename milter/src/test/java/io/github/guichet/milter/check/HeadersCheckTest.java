package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.condition.Placeholders;
import io.github.guichet.lookup.condition.TemplateException;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.check.HeadersCheckConfig.Literal;
import io.github.guichet.milter.check.HeadersCheckConfig.Mapped;
import io.github.guichet.milter.check.HeadersCheckConfig.Subject;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HeadersCheckTest {

    private final KnownTable tenants = KnownTable.of(
            "bob@example.org", "Bob's",
            "example.org", "Example",
            "xn--mller-kva.example", "Müller",
            "lines@example.org", "one\nX-Evil: two",
            "blank@example.org", "  ");

    private static Literal literal(String name, String text) {
        try {
            return new Literal(
                    name,
                    TextTemplate.read(
                            text,
                            new Placeholders(
                                    Map.of("login", "sasl_username", "sender", "sender"), Set.of(), (one, all) -> "")));
        } catch (TemplateException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static HeadersCheck removing(String... names) {
        return new HeadersCheck(config(List.of(names), List.of(), List.of(), List.of(), List.of()));
    }

    private static HeadersCheck setting(String name, String text) {
        return new HeadersCheck(config(List.of(), List.of(literal(name, text)), List.of(), List.of(), List.of()));
    }

    private static HeadersCheck adding(String name, String text) {
        return new HeadersCheck(config(List.of(), List.of(), List.of(literal(name, text)), List.of(), List.of()));
    }

    private static HeadersCheck settingByMap(String name, Table map, Subject key) {
        return new HeadersCheck(
                config(List.of(), List.of(), List.of(), List.of(new Mapped(name, map, key)), List.of()));
    }

    private static HeadersCheckConfig config(
            List<String> remove, List<Literal> set, List<Literal> add, List<Mapped> setMap, List<Mapped> addMap) {
        return new HeadersCheckConfig("tenants", remove, set, add, setMap, addMap, AddressConfig.DEFAULTS);
    }

    @Test
    void removesAllOfAName() {
        TestMail mail = TestMail.of("X-A: 1", "Subject: x", "x-a: 2", "X-B: 3");
        assertThat(mail.after(mail.askedOf(removing("X-A", "X-C")))).containsExactly("Subject: x", "X-B: 3");
        assertThat(removing("X-A").needs())
                .isEqualTo(new Needs(Set.of(), Set.of(), Set.of("x-a"), false, Set.of(ChangeKind.CHANGE_FIELD)));
    }

    @Test
    void putsOneInPlaceOfAllOfAName() {
        TestMail mail =
                TestMail.of("x-a: 1", "Subject: x", "X-A: 2").login("bob").with("sender", "b@example.org");
        assertThat(mail.after(mail.askedOf(setting("X-A", "of {login} as {sender}"))))
                .containsExactly("X-A: of bob as b@example.org", "Subject: x");
        assertThat(setting("X-A", "{login}").needs())
                .isEqualTo(new Needs(
                        Set.of("sasl_username"),
                        Set.of(),
                        Set.of("x-a"),
                        false,
                        Set.of(ChangeKind.CHANGE_FIELD, ChangeKind.ADD_FIELD)));
    }

    @Test
    void setsWhatIsNotThere() {
        TestMail mail = TestMail.of("Subject: x");
        assertThat(mail.after(mail.askedOf(setting("X-A", "{rule}")))).containsExactly("Subject: x", "X-A: tenants");
    }

    @Test
    void leavesNobodyHisOwnFieldWhereThereIsNoValue() {
        TestMail mail = TestMail.of("X-Login: boss", "Subject: x");
        assertThat(mail.after(mail.askedOf(setting("X-Login", "{login}")))).containsExactly("Subject: x");
        assertThat(TestMail.of("Subject: x").askedOf(setting("X-Login", "{login}")))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void addsToWhatIsThere() {
        TestMail mail = TestMail.of("X-A: 1", "Subject: x");
        assertThat(mail.after(mail.askedOf(adding("X-A", "2")))).containsExactly("X-A: 1", "Subject: x", "X-A: 2");
        assertThat(adding("X-A", "2").needs())
                .isEqualTo(new Needs(Set.of(), Set.of(), false, Set.of(ChangeKind.ADD_FIELD)));
        assertThat(mail.askedOf(adding("X-A", " {login}"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void noValueCanAddAField() {
        TestMail mail = TestMail.of().login("bob\r\nX-Evil: yes");
        assertThat(mail.after(mail.askedOf(adding("X-A", "{login}")))).containsExactly("X-A: bob??X-Evil: yes");
    }

    @Test
    void removesAndAddsTheSameName() {
        HeadersCheck check =
                new HeadersCheck(config(List.of("X-A"), List.of(), List.of(literal("X-A", "2")), List.of(), List.of()));
        TestMail mail = TestMail.of("X-A: 1", "x-a: 1");
        assertThat(mail.after(mail.askedOf(check))).containsExactly("X-A: 2");
    }

    @Test
    void asksAMapForTheLogin() {
        TestMail mail = TestMail.of("X-Tenant: forged").login("Bob@Example.ORG");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN))))
                .containsExactly("X-Tenant: Bob's");
        assertThat(tenants.asked).containsExactly("bob@example.org");
    }

    @Test
    void asksAMapForADomain() {
        TestMail mail = TestMail.of().login("x@EXAMPLE.org").with("sender", "y@MÜLLER.example");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN_DOMAIN))))
                .containsExactly("X-Tenant: Example");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.SENDER_DOMAIN))))
                .containsExactly("X-Tenant: =?UTF-8?B?TcO8bGxlcg==?=");
    }

    @Test
    void asksAMapForTheSenderAsPostfixWillReadIt() {
        TestMail mail = TestMail.of().with("sender", "example.org!bob");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.SENDER))))
                .containsExactly("X-Tenant: Bob's");
    }

    @Test
    void asksNobodyWhereThereIsNobody() {
        TestMail bounce = TestMail.of();
        for (Subject subject : Subject.values()) {
            assertThat(bounce.askedOf(settingByMap("X-Tenant", tenants, subject)))
                    .isEqualTo(Verdict.PASS);
        }
        TestMail bare = TestMail.of().login("bob").with("sender", "bob");
        assertThat(bare.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN_DOMAIN)))
                .isEqualTo(Verdict.PASS);
        assertThat(bare.askedOf(settingByMap("X-Tenant", tenants, Subject.SENDER_DOMAIN)))
                .isEqualTo(Verdict.PASS);
        assertThat(tenants.asked).isEmpty();
    }

    @Test
    void doesNothingWhereTheMapKnowsNothing() {
        TestMail mail = TestMail.of("X-Tenant: 1").login("unknown@example.com");
        assertThat(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN)))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void makesOneLineOfWhatTheMapSays() {
        TestMail mail = TestMail.of().login("lines@example.org");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN))))
                .containsExactly("X-Tenant: one X-Evil: two");
    }

    @Test
    void removesWhatTheMapSaysIsBlank() {
        TestMail mail = TestMail.of("X-Tenant: 1", "Subject: x").login("blank@example.org");
        assertThat(mail.after(mail.askedOf(settingByMap("X-Tenant", tenants, Subject.LOGIN))))
                .containsExactly("Subject: x");
    }

    @Test
    void theMapHasTheLastWord() {
        HeadersCheck check = new HeadersCheck(config(
                List.of("X-Tenant"),
                List.of(literal("X-Tenant", "nobody's")),
                List.of(),
                List.of(new Mapped("X-Tenant", tenants, Subject.LOGIN)),
                List.of(new Mapped("X-More", tenants, Subject.LOGIN_DOMAIN))));
        TestMail known = TestMail.of("X-Tenant: forged").login("bob@example.org");
        assertThat(known.after(known.askedOf(check))).containsExactly("X-Tenant: Bob's", "X-More: Example");
        TestMail unknown = TestMail.of("X-Tenant: forged").login("bob@example.com");
        assertThat(unknown.after(unknown.askedOf(check))).containsExactly("X-Tenant: nobody's");
    }

    @Test
    void anOutageChangesNothing() {
        tenants.down = true;
        HeadersCheck check = new HeadersCheck(config(
                List.of("X-A"), List.of(), List.of(), List.of(), List.of(new Mapped("X-T", tenants, Subject.LOGIN))));
        assertThat(TestMail.of("X-A: 1").login("bob").askedOf(check))
                .isEqualTo(new Verdict.Unavailable("known is down"));
    }

    @Test
    void waitsForTheMap() {
        tenants.slow = true;
        HeadersCheck check = new HeadersCheck(config(
                List.of(),
                List.of(),
                List.of(),
                List.of(new Mapped("X-A", tenants, Subject.LOGIN)),
                List.of(new Mapped("X-B", tenants, Subject.LOGIN_DOMAIN))));
        TestMail mail = TestMail.of().login("bob@example.org");
        CompletableFuture<Verdict> open = check.check(mail.knownTo(check));
        assertThat(open).isNotDone();
        tenants.letGo();
        assertThat(mail.after(open.join())).containsExactly("X-A: Bob's", "X-B: Example");
    }

    @Test
    void refusesMoreThanCanBeRemoved() {
        TestMail mail = TestMail.of(Collections.nCopies(1001, "X-A: 1").toArray(String[]::new));
        assertThat(mail.askedOf(removing("X-A"))).isInstanceOf(Verdict.Objection.class);
        assertThat(mail.askedOf(setting("X-A", "x"))).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void refusesWhatIsNotForTexts() {
        assertThatThrownBy(() -> setting("From", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adding("Received", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> removing("Date")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> literal("X-A", "{reason}")).isInstanceOf(IllegalArgumentException.class);
    }
}
