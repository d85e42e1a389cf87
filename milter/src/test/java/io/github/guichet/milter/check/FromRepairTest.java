package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.ChangeField;
import io.github.guichet.milter.session.Modification.DeleteField;
import io.github.guichet.milter.session.Reply;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FromRepairTest {

    private static final String ALICE = "alice@example.org";

    private final KnownRights rights = new KnownRights();

    private HeaderFromCheck check(Set<SenderField> fields) {
        return new HeaderFromCheck(
                rights, new HeaderFromCheckConfig(fields, List.of(), true, true, AddressConfig.DEFAULTS));
    }

    private List<Modification> repair(RawMessage message) {
        return repair(HeaderFromCheckConfig.USUAL_FIELDS, message);
    }

    private List<Modification> repair(Set<SenderField> fields, RawMessage message) {
        HeaderFromCheck check = check(fields);
        List<Modification> changes = ((Verdict.Objection) check.check(message).join()).repair();
        if (!changes.isEmpty()) {
            assertThat(check.check(message.after(changes)).join()).isEqualTo(Verdict.PASS);
        }
        return changes;
    }

    private List<Modification> repair(String... lines) {
        return repair(RawMessage.of(ALICE, lines));
    }

    private static ChangeField from(String value) {
        return new ChangeField("From", 1, FieldValue.of(value));
    }

    private static AddField replyTo(String value) {
        return new AddField("Reply-To", FieldValue.of(value));
    }

    @Test
    void putsTheLoginBehindTheNameAndKeepsTheOldAddressForAnswers() {
        assertThat(repair("From: Boss <boss@example.org>"))
                .containsExactly(from("Boss <alice@example.org>"), replyTo("Boss <boss@example.org>"));
        assertThat(repair("from: boss@example.org"))
                .containsExactly(
                        new ChangeField("from", 1, FieldValue.of("alice@example.org")), replyTo("boss@example.org"));
        assertThat(repair("From: \"Boss, Big\" <boss@example.org>"))
                .first()
                .isEqualTo(from("\"Boss, Big\" <alice@example.org>"));
    }

    @Test
    void leavesANameOutThatTellsTheOldDomain() {
        for (String name : List.of("bank.example", "\"Log-in (login.Bank.example)\"", "=?utf-8?Q?bank=2Eexample?=")) {
            assertThat(repair("From: " + name + " <ceo@bank.example>")).first().isEqualTo(from("alice@example.org"));
        }
        assertThat(repair("From: \"Alice of example.org\" <boss@example.org>"))
                .first()
                .isEqualTo(from("\"Alice of example.org\" <alice@example.org>"));
        assertThat(repair("From: \"St.Peter\" <ceo@bank.example>"))
                .first()
                .isEqualTo(from("\"St.Peter\" <alice@example.org>"));
    }

    @Test
    void aSpaceBehindTheNameOfTheFieldIsNoPartOfIt() {
        RawMessage message = RawMessage.of(ALICE, "From : boss@example.org");
        assertThat(((Verdict.Objection) check(HeaderFromCheckConfig.USUAL_FIELDS)
                                .check(message)
                                .join())
                        .repair())
                .first()
                .isEqualTo(from("alice@example.org"));
    }

    @Test
    void leavesAReplyToAsItIs() {
        assertThat(repair("From: Boss <boss@example.org>", "Reply-To: x@example.net"))
                .containsExactly(from("Boss <alice@example.org>"));
    }

    @Test
    void keepsTheBytesOfAName() {
        assertThat(repair("From: =?UTF-8?Q?B=C3=B6ss?= <boss@example.org>"))
                .first()
                .isEqualTo(from("=?UTF-8?Q?B=C3=B6ss?= <alice@example.org>"));
        assertThat(repair("From: Böss <boss@example.org>"))
                .containsExactly(from("Böss <alice@example.org>"), replyTo("Böss <boss@example.org>"));
    }

    @Test
    void dropsANameThatHoldsAnotherAddress() {
        for (String name : List.of(
                "\"boss@example.org\"",
                "=?UTF-8?Q?boss=40example.org?=",
                "Boss (boss@example.org)",
                "\"alice@example.org for boss@example.org\"")) {
            assertThat(repair("From: " + name + " <boss@example.org>")).first().isEqualTo(from("alice@example.org"));
        }
        assertThat(repair("From: \"alice@example.org\" <boss@example.org>"))
                .first()
                .isEqualTo(from("\"alice@example.org\" <alice@example.org>"));
    }

    @Test
    void ofSeveralKeepsTheNameOfTheLoginOnly() {
        assertThat(repair("From: Boss <boss@example.org>, Alice <ALICE@example.org>"))
                .containsExactly(
                        from("Alice <alice@example.org>"),
                        replyTo("Boss <boss@example.org>, Alice <ALICE@example.org>"));
        assertThat(repair("From: Boss <boss@example.org>, Eve <eve@example.org>"))
                .first()
                .isEqualTo(from("alice@example.org"));
    }

    @Test
    void writesAnObsoleteNameOnlyIfAllReadersReadIt() {
        assertThat(repair("From: Boss J. Big <boss@example.org>")).first().isEqualTo(from("alice@example.org"));
    }

    @Test
    void foldsALongLine() {
        String name = "\"" + "Big ".repeat(15) + "Boss\"";
        assertThat(repair("From: " + name + " <boss@example.org>"))
                .first()
                .isEqualTo(from(name + "\n <alice@example.org>"));
        assertThat(repair("From: \"Big\n Boss\" <boss@example.org>"))
                .first()
                .isEqualTo(from("\"Big\n Boss\" <alice@example.org>"));
    }

    @Test
    void namesTheLoginWhereNobodyIsNamed() {
        assertThat(repair("Subject: x")).containsExactly(new AddField("From", FieldValue.of("alice@example.org")));
        for (String nobody : List.of("", "<>", "undisclosed-recipients:;")) {
            assertThat(repair("From: " + nobody)).as(nobody).containsExactly(from("alice@example.org"));
        }
    }

    @Test
    void removesASenderThatIsForeign() {
        assertThat(repair("From: alice@example.org", "Sender: boss@example.org"))
                .containsExactly(new DeleteField("Sender", 1));
        assertThat(repair("From: boss@example.org", "Sender: alice@example.org"))
                .containsExactly(from("alice@example.org"), replyTo("boss@example.org"));
        assertThat(repair("From: alice@example.org", "Sender: boss@example.org", "Sender: alice@example.org"))
                .containsExactly(new DeleteField("Sender", 2), new DeleteField("Sender", 1));
        assertThat(repair("From: alice@example.org", "Sender: Boss")).containsExactly(new DeleteField("Sender", 1));
    }

    @Test
    void doesNotMoveToReplyToWhatIsLookedForThere() {
        Set<SenderField> fields = EnumSet.of(SenderField.FROM, SenderField.REPLY_TO);
        assertThat(repair(fields, RawMessage.of(ALICE, "From: boss@example.org")))
                .containsExactly(from("alice@example.org"));
        assertThat(repair(fields, RawMessage.of(ALICE, "From: boss@example.org", "Reply-To: boss@example.org")))
                .containsExactly(from("alice@example.org"), new DeleteField("Reply-To", 1));
    }

    @Test
    void leavesToTheModeWhatCannotBeRepaired() {
        assertThat(repair("From: boss@example.org", "From: alice@example.org")).isEmpty();
        assertThat(repair("From: boss@example.org <alice@example.org>")).isEmpty();
        assertThat(repair("From: <boss@example.org", "Sender: boss@example.org"))
                .isEmpty();
        Set<SenderField> fields = EnumSet.of(SenderField.FROM, SenderField.RESENT_FROM);
        assertThat(repair(fields, RawMessage.of(ALICE, "From: boss@example.org", "Resent-From: boss@example.org")))
                .isEmpty();
    }

    @Test
    void aLoginThatIsNoAddressOfItsOwnRepairsNothing() {
        for (String login : List.of("alice", "@example.org", "alice@", "a b\u0000@example.org", "a\nb@example.org")) {
            assertThat(repair(RawMessage.of(login, "From: boss@example.org")))
                    .as(login)
                    .isEmpty();
        }
        rights.down.add(ALICE);
        assertThat(repair("From: boss@example.org")).isEmpty();
    }

    @Test
    void aLoginThatNeedsQuotesGetsThem() {
        assertThat(repair(RawMessage.of("al ice@example.org", "From: Al <boss@example.org>")))
                .first()
                .isEqualTo(from("Al <\"al ice\"@example.org>"));
    }

    @Test
    void bringsNoUtf8IntoAHeaderThatHasNone() {
        assertThat(repair(RawMessage.of("al@müller.example", "From: boss@example.org")))
                .first()
                .isEqualTo(from("al@xn--mller-kva.example"));
        assertThat(repair(RawMessage.of("älice@example.org", "From: boss@example.org")))
                .isEmpty();
        assertThat(repair(RawMessage.of("älice@example.org", "From: Böss <boss@example.org>")))
                .first()
                .isEqualTo(from("Böss <älice@example.org>"));
    }

    @Test
    void changesNothingWhileSomeOfItMayBeRight() {
        rights.down.add("info@example.org");
        assertThat(repair("From: info@example.org", "Sender: boss@example.org")).isEmpty();
    }

    @Test
    void isOfferedOnlyIfConfigured() {
        HeaderFromCheck check = new HeaderFromCheck(
                rights,
                new HeaderFromCheckConfig(
                        HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, false, AddressConfig.DEFAULTS));
        assertThat(((Verdict.Objection) check.check(RawMessage.of(ALICE, "From: boss@example.org"))
                                .join())
                        .repair())
                .isEmpty();
        assertThat(rights.asked).containsExactly("boss@example.org");
    }

    @Test
    void keepsBytesThatAreNoText() {
        RawMessage message = RawMessage.of(
                ALICE, List.of(new RawMessage.Line("From", "\"B\u00f6ss\" <boss@example.org>"))); // ISO 8859-1
        for (Modification change : repair(message)) {
            if (change instanceof AddField added) {
                assertThat(new String(added.value().bytes(), StandardCharsets.ISO_8859_1))
                        .isEqualTo("\"B\u00f6ss\" <boss@example.org>");
            }
        }
    }

    @Test
    void removesEachOfSeveralSenders() {
        assertThat(repair("From: alice@example.org", "Sender: boss@example.org", "Sender: alice@example.org"))
                .containsExactly(new DeleteField("Sender", 2), new DeleteField("Sender", 1));
    }

    private Verdict.Objection objection(Set<SenderField> fields, String login, String... lines) {
        return (Verdict.Objection)
                check(fields).check(RawMessage.of(login, lines)).join();
    }

    private void isPutOff(Verdict.Objection objection) {
        assertThat(objection.refusal())
                .isEqualTo(new Reply.Coded(
                        451,
                        Optional.of("4.3.0"),
                        List.of("the sender of this message cannot be checked now, try again later")));
        assertThat(objection.repair()).isEmpty();
    }

    @Test
    void whatMayBePutRightLaterIsNotRefusedForGood() {
        rights.down.add(ALICE);
        Verdict.Objection own = objection(HeaderFromCheckConfig.USUAL_FIELDS, ALICE, "From: <boss@example.org>");
        isPutOff(own);
        assertThat(own.reason()).isEqualTo("From: is <boss@example.org>, which nobody can put right now");
        isPutOff(objection(HeaderFromCheckConfig.USUAL_FIELDS, ALICE));

        rights.down.clear();
        rights.down.add("info@example.org");
        isPutOff(objection(
                HeaderFromCheckConfig.USUAL_FIELDS, ALICE, "From: <boss@example.org>", "Sender: <info@example.org>"));
        isPutOff(objection(HeaderFromCheckConfig.USUAL_FIELDS, ALICE, "From: <boss@example.org>, <info@example.org>"));
    }

    @Test
    void whatCanNeverBePutRightIsRefusedWhateverNobodyCouldSay() {
        rights.down.add("info@example.org");
        Set<SenderField> all = EnumSet.allOf(SenderField.class);
        for (Verdict.Objection objection : List.of(
                objection(all, "alice", "From: <boss@example.org>, <info@example.org>"),
                objection(all, ALICE, "From: <info@example.org>", "From: <info@example.org>"),
                objection(all, ALICE, "From: boss@example.org <info@example.org>"),
                objection(all, ALICE, "From: <info@example.org>", "Resent-From: <boss@example.org>"))) {
            assertThat(objection.refusal().code()).as(objection.reason()).isEqualTo(550);
        }
    }
}
