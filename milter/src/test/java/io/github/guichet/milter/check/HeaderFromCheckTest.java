package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFromCheckTest {

    private static final String ALICE = "alice@example.org";

    private final KnownRights rights = new KnownRights();

    private static HeaderFromCheckConfig config(Set<SenderField> fields, List<Table> exceptions) {
        return new HeaderFromCheckConfig(fields, exceptions, true, false, AddressConfig.DEFAULTS);
    }

    private HeaderFromCheck check(Table... exceptions) {
        return new HeaderFromCheck(rights, config(HeaderFromCheckConfig.USUAL_FIELDS, List.of(exceptions)));
    }

    private Verdict ask(String... lines) {
        return check().check(RawMessage.of(ALICE, lines)).join();
    }

    private Verdict.Objection objection(String... lines) {
        return (Verdict.Objection) ask(lines);
    }

    @Test
    void passesWhatTheLoginMaySendAs() {
        rights.give(ALICE, "info@example.org");
        assertThat(ask("From: <alice@example.org>")).isEqualTo(Verdict.PASS);
        assertThat(ask("From: Alice <ALICE@Example.ORG>")).isEqualTo(Verdict.PASS);
        assertThat(ask("From: <info@example.org>", "Sender: <alice@example.org>"))
                .isEqualTo(Verdict.PASS);
        assertThat(ask("From: <alice@example.org>, <info@example.org>")).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"alice+ boss\"@example.org",
                "\"alice+<boss\"@example.org",
                "\"alice+,boss\"@example.org",
                "\"alice+\\\"boss\"@example.org",
                "\"alice+\tboss\"@example.org"
            })
    void whatStandsBehindASignInQuotesHasToBeTheLoginsToo(String from) {
        assertThat(objection("From: " + from).reason()).endsWith("<boss@example.org>");
        rights.give(ALICE, "boss@example.org");
        assertThat(ask("From: " + from)).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesWhatItMayNotAndSaysWhatToDo() {
        Verdict.Objection objection = objection("From: Boss <boss@example.org>");
        assertThat(objection.refusal())
                .isEqualTo(new Reply.Coded(
                        550,
                        Optional.of("5.7.1"),
                        List.of("From: <boss@example.org> is not an address of alice@example.org: send with an address"
                                + " of your own, or ask your administrator for the right to use this one")));
        assertThat(objection.reason()).isEqualTo("From: is <boss@example.org>");
        assertThat(objection.repair()).isEmpty();
    }

    @Test
    void namesAllThatAreForeign() {
        Verdict.Objection objection = objection(
                "From: a <a@x.example>, b <b@x.example>, alice@example.org, <c@x.example>, <d@x.example>",
                "Sender: e@x.example");
        assertThat(objection.refusal().lines().get(0))
                .startsWith(
                        "From: <a@x.example>, <b@x.example>, <c@x.example> and 1 more, Sender: <e@x.example> are not"
                                + " addresses of alice@example.org: ");
        assertThat(objection.reason())
                .isEqualTo("From: is <a@x.example>, <b@x.example>, <c@x.example> and 1 more, Sender: is <e@x.example>");
    }

    @Test
    void anAddressWithinTheLocalPartHasToBeItsOwnToo() {
        for (String hidden : List.of("\"alice+boss@x.example\"@example.org", "alice+boss＠x.example@example.org")) {
            assertThat(ask("From: " + hidden)).as(hidden).isInstanceOf(Verdict.Objection.class);
        }
        rights.give(ALICE, "alice+boss@x.example");
        assertThat(ask("From: \"alice+boss@x.example\"@example.org")).isEqualTo(Verdict.PASS);
    }

    @Test
    void asksEachAddressOnce() {
        ask("From: <alice@example.org>, <info@example.org>", "Sender: <info@example.org>");
        assertThat(rights.asked).containsExactly("alice@example.org", "info@example.org");
    }

    @Test
    void looksAtASenderThatIsThere() {
        assertThat(objection("From: <alice@example.org>", "Sender: <boss@example.org>")
                        .reason())
                .isEqualTo("Sender: is <boss@example.org>");
    }

    @Test
    void saysNothingOfMailOfSomebodyWhoDidNotLogIn() {
        assertThat(check().check(RawMessage.of("", "From: <boss@example.org>")).join())
                .isEqualTo(Verdict.PASS);
        assertThat(check().check(RawMessage.of("")).join()).isEqualTo(Verdict.PASS);
        assertThat(rights.asked).isEmpty();
    }

    @Test
    void looksAtOtherFieldsOnlyIfToldTo() {
        String[] lines = {"From: <alice@example.org>", "Reply-To: <boss@example.org>", "Resent-From: <eve@x.example>"};
        assertThat(ask(lines)).isEqualTo(Verdict.PASS);
        HeaderFromCheck all = new HeaderFromCheck(rights, config(EnumSet.allOf(SenderField.class), List.of()));
        assertThat(((Verdict.Objection) all.check(RawMessage.of(ALICE, lines)).join()).reason())
                .isEqualTo("Reply-To: is <boss@example.org>, Resent-From: is <eve@x.example>");
        assertThat(all.check(RawMessage.of(
                                ALICE,
                                "From: <alice@example.org>",
                                "Resent-From: <alice@example.org>",
                                "Resent-From: <alice@example.org>"))
                        .join())
                .isEqualTo(Verdict.PASS);
        assertThat(all.check(RawMessage.of(
                                ALICE,
                                "From: <alice@example.org>",
                                "Resent-From: <alice@example.org>",
                                "Resent-From: <boss@example.org>"))
                        .join())
                .isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void objectsToSeveralFieldsOfWhichThereCanBeOne() {
        assertThat(objection("From: <alice@example.org>", "FROM: <alice@example.org>")
                        .reason())
                .isEqualTo("more than one From:");
        assertThat(objection("From: <alice@example.org>", "From : <boss@example.org>")
                        .reason())
                .isEqualTo("more than one From:");
        assertThat(objection("From: <alice@example.org>", "Sender: <alice@example.org>", "Sender: <alice@example.org>")
                        .reason())
                .isEqualTo("more than one Sender:");
    }

    @Test
    void objectsToAMissingFromUnlessToldNotTo() {
        Verdict.Objection objection = objection("Subject: x");
        assertThat(objection.reason()).isEqualTo("no From:");
        assertThat(objection.refusal().lines())
                .containsExactly("there is no From: in this message: set your own address as the sender in your mail"
                        + " program");
        HeaderFromCheck lenient = new HeaderFromCheck(
                rights,
                new HeaderFromCheckConfig(
                        HeaderFromCheckConfig.USUAL_FIELDS, List.of(), false, false, AddressConfig.DEFAULTS));
        assertThat(lenient.check(RawMessage.of(ALICE, "Subject: x")).join()).isEqualTo(Verdict.PASS);
        assertThat(lenient.check(RawMessage.of(ALICE, "From:")).join()).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void objectsToAFromThatNamesNobody() {
        for (String nobody : List.of("", " ", "<>", "undisclosed-recipients:;", "(Alice)")) {
            assertThat(objection("From: " + nobody).reason()).as(nobody).isEqualTo("no address in From:");
        }
    }

    @Test
    void doesNotMindAnEmptySender() {
        assertThat(ask("From: <alice@example.org>", "Sender:")).isEqualTo(Verdict.PASS);
        assertThat(ask("From: <alice@example.org>", "Sender: <>")).isEqualTo(Verdict.PASS);
        assertThat(ask("From: <alice@example.org>", "Sender: Boss")).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void objectsToMoreHeaderThanIsHeld() {
        RawMessage message = RawMessage.of(ALICE, "From: <alice@example.org>", "Sender: " + "x".repeat(100));
        Verdict.Objection objection =
                (Verdict.Objection) check().check(message.holding(50)).join();
        assertThat(objection.reason()).isEqualTo("more header than can be checked");
        assertThat(rights.asked).isEmpty();
    }

    @Test
    void doesNotMindWhatIsMissingOfFieldsThatItDoesNotLookAt() {
        RawMessage message = RawMessage.of(ALICE, "From: <alice@example.org>", "Reply-To: " + "x".repeat(100));
        assertThat(check().check(message.holding(50)).join()).isEqualTo(Verdict.PASS);
    }

    @Test
    void readsNothingOfFieldsOfWhichThereAreTooMany() {
        assertThat(objection("From: <boss@example.org>", "From: <x@example.net>")
                        .reason())
                .isEqualTo("more than one From:");
        assertThat(rights.asked).isEmpty();
    }

    @Test
    void saysThatAFieldIsTooLongInsteadOfNamingSomebody() {
        Verdict.Objection objection = objection("From: alice@example.org" + " (x)".repeat(5000));
        assertThat(objection.reason()).isEqualTo("more than 16384 bytes in From:");
        assertThat(objection.refusal().lines())
                .containsExactly(
                        "there are more than 16384 bytes in the From: of this message: send it with your own address"
                                + " alone");
        assertThat(rights.asked).isEmpty();
    }

    @Test
    void asksOnlySoManyAddresses() {
        StringBuilder from = new StringBuilder("From: <alice@example.org>");
        for (int i = 1; i < HeaderFromCheck.MOST_ADDRESSES; i++) {
            from.append(",\n <alice+").append(i).append("@example.org>");
        }
        assertThat(ask(from.toString())).isEqualTo(Verdict.PASS);
        rights.asked.clear();
        assertThat(objection(from + ", <alice+x@example.org>").reason()).isEqualTo("more than 50 addresses");
        assertThat(rights.asked).isEmpty();
    }

    @Test
    void leavesItToTheRuleWhenNobodyCouldSay() {
        rights.down.add("info@example.org");
        assertThat(ask("From: <alice@example.org>, <info@example.org>"))
                .isEqualTo(new Verdict.Unavailable("the rights are down"));
        assertThat(ask("From: <info@example.org>", "Sender: <boss@example.org>"))
                .isInstanceOf(Verdict.Objection.class);
        assertThat(ask("From: <info@example.org>", "From: <info@example.org>")).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void isDecidedAtOnceIfAllIsKnown() {
        for (String from : List.of("alice@example.org", "boss@example.org", "")) {
            assertThat(check().check(RawMessage.of(ALICE, "From: <" + from + ">")))
                    .isDone();
        }
    }

    @Test
    void waitsForSlowSources() {
        KnownTable exceptions = KnownTable.of("info@example.org", ALICE);
        exceptions.slow = true;
        rights.slow = true;
        HeaderFromCheck check = check(exceptions);
        CompletableFuture<Verdict> allowed = check.check(RawMessage.of(ALICE, "From: <info@example.org>, " + ALICE));
        CompletableFuture<Verdict> refused = check.check(RawMessage.of(ALICE, "From: <boss@example.org>"));
        assertThat(allowed).isNotDone();
        assertThat(refused).isNotDone();
        for (int i = 0; i < 3; i++) {
            rights.letGo();
            exceptions.letGo();
        }
        assertThat(allowed).isCompletedWithValue(Verdict.PASS);
        assertThat(refused.join()).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void judgesNoAddressByItsBeginning() {
        String own = "alice+" + "a".repeat(512 - "alice+@example.org".length()) + "@example.org";
        assertThat(own).hasSize(512);
        rights.give(ALICE, own);
        for (String from :
                List.of("Boss <%s.evil.example>", "%s.evil.example", "<alice@example.org>, %s.evil.example")) {
            Verdict.Objection objection = objection("From: " + from.formatted(own));
            assertThat(objection.reason()).contains("more than 512 characters in an address");
        }
    }

    @Test
    void writesNothingIntoAReplyThatCouldBreakIt() {
        Verdict.Objection objection = (Verdict.Objection)
                check().check(RawMessage.of("e\u202eve", "From: <" + "a".repeat(400) + "@x.example>"))
                        .join();
        String line = objection.refusal().lines().get(0);
        assertThat(line).contains("address of e?ve:").contains("aaa...>");
        assertThat(line.length()).isLessThan(500);
    }

    @Test
    void needsOnlyWhatItLooksAt() {
        assertThat(check().needs().fields()).containsExactlyInAnyOrder("from", "sender");
        assertThat(check().needs().facts()).containsExactly("sasl_username");
        assertThat(check().needs().changes()).isEmpty();
        HeaderFromCheck rewriting = new HeaderFromCheck(
                rights,
                new HeaderFromCheckConfig(Set.of(SenderField.FROM), List.of(), true, true, AddressConfig.DEFAULTS));
        assertThat(rewriting.needs().fields()).containsExactly("from");
        assertThat(rewriting.needs().counted()).containsExactly("reply-to");
        assertThat(rewriting.needs().changes())
                .containsExactlyInAnyOrder(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD);
    }
}
