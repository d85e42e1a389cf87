package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthResultsCheckTest {

    private static final String NAME = "Authentication-Results";

    private final AuthResultsCheck check = check("mx.example.org", "old.example.org");

    private static AuthResultsCheck check(String id, String... also) {
        return new AuthResultsCheck(new AuthResultsCheckConfig(Optional.of(id), List.of(also), true, true, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; auth=pass smtp.auth=boss",
                "MX.Example.ORG; none",
                "old.example.org; none",
                "  \n\tmx.example.org ;auth=pass",
                "mx.example.org 1; none",
                "mx.example.org (a comment) 1 (another); none",
                "(a comment) mx.example.org; none",
                "((nested) comment (\\)) ) mx.example.org; none",
                "\"mx.example.org\"; none",
                "\"mx\\.example.org\"; none",
                "mx.example.org.; none",
                "mx.example.org",
                "mx.example.org auth=pass",
                "mx.example.org@host; auth=pass",
                "mx.example.org!; auth=pass",
                "mx.example.org+x; auth=pass",
                "mx.example.org|x; auth=pass",
                "mx.example.org%20; auth=pass",
                "'mx.example.org'; auth=pass",
                "mx.example.org/1; auth=pass",
                "<mx.example.org>; auth=pass",
                "\"mx.example.org; auth=pass",
                "\"mx.example.org; x\"; auth=pass",
                "(mx.example.org; auth=pass",
                "(mx.example.org;) other.example; auth=pass",
                "other.example mx.example.org; auth=pass",
                "mx . example . org; auth=pass",
                "mx.exa(c)mple.org; auth=pass",
                "mx.exam\u00adple.org; auth=pass",
                "mx.exam\u0000ple.org; auth=pass",
                "mx.example.org\u00a0; auth=pass",
                "\uff4dx\u3002example.org; auth=pass",
                "=?utf-8?b?bXguZXhhbXBsZS5vcmc=?=; auth=pass",
                "; mx.example.org; auth=pass"
            })
    void removesWhatClaimsToBeFromHere(String value) {
        TestMail mail = TestMail.of(NAME + ": " + value, "Subject: hello");
        assertThat(mail.after(mail.askedOf(check))).containsExactly("Subject: hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.com; auth=pass smtp.auth=boss",
                "amx.example.org; none",
                "mx.example.org.example.net; none",
                "example.org; none",
                "other.example; spf=pass smtp.mailfrom=mx.example.org",
                "other.example (from mx.example.org); none",
                "other.example 1; none",
                "\"other.example\"; none",
                "(why not) other.example; none",
                "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none",
                "",
                "   "
            })
    void leavesWhatOthersSay(String value) {
        TestMail mail = TestMail.of(NAME + ": " + value);
        assertThat(mail.askedOf(check)).isEqualTo(Verdict.PASS);
    }

    @Test
    void takesBothFormsOfANameForOne() {
        TestMail mail = TestMail.of(NAME + ": mx.xn--mller-kva.example; none", NAME + ": mx.MÜLLER.example; none");
        assertThat(mail.after(mail.askedOf(check("mx.müller.example")))).isEmpty();
        assertThat(mail.after(mail.askedOf(check("mx.xn--mller-kva.example")))).isEmpty();
    }

    @Test
    void looksForAnIdThatIsNoName() {
        TestMail mail = TestMail.of(NAME + ": \"mx/1\"; none", NAME + ": mx/1 x; none", NAME + ": mx; none");
        assertThat(mail.after(mail.askedOf(check("mx/1")))).containsExactly(NAME + ": mx; none");
    }

    @Test
    void removesTheLastFirst() {
        TestMail mail = TestMail.of(
                NAME + ": mx.example.org; none",
                "authentication-results: other.example; none",
                "AUTHENTICATION-RESULTS: mx.example.org; none");
        assertThat(((Verdict.Change) mail.askedOf(check)).changes())
                .containsExactly(new Modification.DeleteField(NAME, 3), new Modification.DeleteField(NAME, 1));
    }

    @Test
    void removesWhatNobodyCouldRead() {
        TestMail mail = TestMail.of(
                        NAME + ": other.example; none", NAME + ": other.example; " + "x".repeat(100), "Subject: x")
                .holding(60);
        assertThat(mail.after(mail.askedOf(check))).containsExactly(NAME + ": other.example; none", "Subject: x");
    }

    @Test
    void refusesMoreThanCanBeRemoved() {
        List<String> lines = new ArrayList<>(Collections.nCopies(1001, NAME + ": mx.example.org; none"));
        TestMail many = TestMail.of(lines.toArray(String[]::new));
        assertThat(many.askedOf(check))
                .isInstanceOfSatisfying(
                        Verdict.Objection.class,
                        objection -> assertThat(objection.refusal().code()).isEqualTo(550));
        TestMail fewer = TestMail.of(lines.subList(1, 1001).toArray(String[]::new));
        assertThat(fewer.after(fewer.askedOf(check))).isEmpty();
    }

    @Test
    void saysWhoLoggedIn() {
        TestMail mail = TestMail.of("Subject: hello").login("bob@example.org").with("sasl_method", "PLAIN");
        assertThat(((Verdict.Change) mail.askedOf(check)).changes())
                .containsExactly(new Modification.InsertField(
                        0, NAME, FieldValue.of("mx.example.org;\n\tauth=pass (PLAIN) smtp.auth=bob@example.org")));
    }

    @Test
    void saysItOnOneLineWhereThereIsRoom() {
        TestMail mail = TestMail.of().login("bob").with("sasl_method", "PLAIN");
        assertThat(mail.after(mail.askedOf(check("mx"))))
                .containsExactly(NAME + ": mx; auth=pass (PLAIN) smtp.auth=bob");
    }

    @Test
    void putsItsFieldAboveAForgedOneThatItRemoves() {
        TestMail mail = TestMail.of("Received: x", NAME + ": mx.example.org; auth=pass smtp.auth=boss")
                .login("bob");
        assertThat(mail.after(mail.askedOf(check)))
                .containsExactly(NAME + ": mx.example.org; auth=pass smtp.auth=bob", "Received: x");
    }

    @Test
    void doesNotShowWhatIsNoMechanism() {
        TestMail mail = TestMail.of().login("bob").with("sasl_method", "PLAIN) evil=pass (");
        assertThat(mail.after(mail.askedOf(check))).containsExactly(NAME + ": mx.example.org; auth=pass smtp.auth=bob");
    }

    @Test
    void writesUtf8OnlyWhereItMayBe() {
        TestMail mail = TestMail.of().login("jürgen@müller.example");
        assertThat(mail.after(mail.askedOf(check))).containsExactly(NAME + ": mx.example.org; auth=pass");
        TestMail utf8 = mail.with("smtputf8", "yes");
        assertThat(utf8.after(utf8.askedOf(check)))
                .containsExactly(NAME + ": mx.example.org;\n\tauth=pass smtp.auth=jürgen@müller.example");
    }

    @Test
    void writesADomainInAscii() {
        TestMail mail = TestMail.of().login("bob@müller.example");
        assertThat(mail.after(mail.askedOf(check("mx.müller.example"))))
                .containsExactly(NAME + ": mx.xn--mller-kva.example;\n\tauth=pass smtp.auth=bob@xn--mller-kva.example");
    }

    @Test
    void hidesTheLoginIfToldSo() {
        AuthResultsCheck quiet =
                new AuthResultsCheck(new AuthResultsCheckConfig(Optional.of("mx"), List.of(), true, true, false));
        TestMail mail = TestMail.of().login("bob");
        assertThat(mail.after(mail.askedOf(quiet))).containsExactly(NAME + ": mx; auth=pass");
        assertThat(quiet.needs().facts()).containsExactlyInAnyOrder("sasl_username", "sasl_method");
    }

    @Test
    void addsNothingWhereNobodyLoggedIn() {
        assertThat(TestMail.of("Subject: x").askedOf(check)).isEqualTo(Verdict.PASS);
    }

    @Test
    void takesTheNameOfTheMta() {
        AuthResultsCheck unnamed = new AuthResultsCheck(
                new AuthResultsCheckConfig(Optional.empty(), List.of("old.example.org"), true, true, true));
        TestMail mail = TestMail.of(
                        NAME + ": mx.example.org; none",
                        NAME + ": old.example.org; none",
                        NAME + ": other.example; none")
                .with("server_name", "mx.example.org");
        assertThat(mail.after(mail.askedOf(unnamed))).containsExactly(NAME + ": other.example; none");
        assertThat(TestMail.of().login("bob").askedOf(unnamed)).isInstanceOf(Verdict.Unavailable.class);
        assertThat(TestMail.of(NAME + ": x; none").askedOf(unnamed)).isInstanceOf(Verdict.Unavailable.class);
        assertThat(TestMail.of("Subject: x").askedOf(unnamed)).isEqualTo(Verdict.PASS);
    }

    @Test
    void doesOnlyWhatItIsToldTo() {
        TestMail mail = TestMail.of(NAME + ": mx; none").login("bob");
        AuthResultsCheck adding =
                new AuthResultsCheck(new AuthResultsCheckConfig(Optional.of("mx"), List.of(), false, true, true));
        assertThat(mail.after(mail.askedOf(adding)))
                .containsExactly(NAME + ": mx; auth=pass smtp.auth=bob", NAME + ": mx; none");
        assertThat(adding.needs())
                .isEqualTo(new Needs(
                        Set.of("sasl_username", "sasl_method", "smtputf8"),
                        Set.of(),
                        false,
                        Set.of(ChangeKind.ADD_FIELD)));
        AuthResultsCheck removing =
                new AuthResultsCheck(new AuthResultsCheckConfig(Optional.of("mx"), List.of(), true, false, true));
        assertThat(mail.after(mail.askedOf(removing))).isEmpty();
        assertThat(removing.needs())
                .isEqualTo(
                        new Needs(Set.of(), Set.of("authentication-results"), false, Set.of(ChangeKind.CHANGE_FIELD)));
    }
}
