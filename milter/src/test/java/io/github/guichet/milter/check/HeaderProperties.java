package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.message.Syntax;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.FieldValue;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever somebody puts together: the address of another one never stands where a reader may take it for the sender's. */
class HeaderProperties {

    private static final String ALICE = "alice@example.org";
    private static final String VICTIM = "boss@victim.example";
    private static final SendAs RIGHTS = OwnAddresses.only();

    private static final Check FROM = new HeaderFromCheck(
            RIGHTS,
            new HeaderFromCheckConfig(
                    HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, true, AddressConfig.DEFAULTS));

    private static final Check NAME = new DisplayNameCheck(
            Optional.of(RIGHTS),
            new DisplayNameCheckConfig(DisplayNameCheckConfig.USUAL_FIELDS, true, List.of(), AddressConfig.DEFAULTS));

    private static Verdict ask(Check check, RawMessage message) {
        return check.check(message).join();
    }

    @Provide
    static Arbitrary<String> bareValues() {
        return values(Arbitraries.of(
                ALICE,
                VICTIM,
                "<",
                ">",
                ",",
                ":",
                ";",
                "@",
                ".",
                " ",
                "\n ",
                "\t",
                "\\",
                "Boss",
                "[",
                "]",
                "\u0000",
                "\r",
                "\u00ff",
                "@victim.example:",
                "%",
                "!",
                "<" + ALICE + ">",
                "<" + VICTIM + ">"));
    }

    @Provide
    static Arbitrary<String> anyValues() {
        return values(Arbitraries.of(
                ALICE,
                VICTIM,
                "<",
                ">",
                ",",
                ":",
                ";",
                "@",
                " ",
                "\n ",
                "\\",
                "\"",
                "\"",
                "(",
                ")",
                "Boss",
                "=?",
                "?=",
                "=?utf-8?q?",
                "=?utf-8?b?Ym9zcw==?=",
                "\u0000",
                "\u00ff",
                "<" + ALICE + ">",
                "\"" + VICTIM + "\"",
                "(" + VICTIM + ")"));
    }

    private static Arbitrary<String> values(Arbitrary<String> pieces) {
        return pieces.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join("", list));
    }

    @Property(tries = 2000)
    void withoutQuotesAndCommentsNoOtherAddressPassesHeaderFrom(@ForAll("bareValues") String value) {
        if (value.contains(VICTIM)) {
            assertThat(ask(FROM, message(value))).isInstanceOf(Verdict.Objection.class);
        }
    }

    @Property(tries = 2000)
    void noOtherAddressPassesBothChecks(@ForAll("anyValues") String value) {
        if (value.contains(VICTIM)) {
            assertThat(List.of(ask(FROM, message(value)), ask(NAME, message(value))))
                    .hasAtLeastOneElementOfType(Verdict.Objection.class);
        }
    }

    @Property(tries = 2000)
    void whatIsRepairedPassesAndIsReadAlikeByAll(
            @ForAll("anyValues") String from, @ForAll("bareValues") String sender, @ForAll boolean replyTo) {
        RawMessage message = replyTo
                ? new RawMessage(
                        message(from).facts(),
                        List.of(
                                new RawMessage.Line("From", from),
                                new RawMessage.Line("Sender", sender),
                                new RawMessage.Line("Reply-To", "x")),
                        100_000)
                : message(from);
        if (ask(FROM, message) instanceof Verdict.Objection objection
                && !objection.repair().isEmpty()) {
            RawMessage repaired = message.after(objection.repair());
            assertThat(ask(FROM, repaired)).as(repaired.toString()).isEqualTo(Verdict.PASS);
            if (repaired.lines().get(0).equals(message.lines().get(0))) {
                return; // only the Sender: was foreign
            }
            AddressField read =
                    AddressField.parse(FieldValue.of(repaired.values("From").get(0)));
            assertThat(read.syntax()).isEqualTo(Syntax.VALID);
            assertThat(read.addressLike()).containsExactly(ALICE);
            assertThat(repaired.values("From").get(0)).doesNotContain(VICTIM);
            assertThat(repaired.values("Reply-To")).hasSizeLessThan(2);
        }
    }

    @Property
    void whatSheMayNotSendAsIsRefusedWhateverTheNameIs(@ForAll("anyValues") String name) {
        String quoted = "\"" + name.replaceAll("[\"\\\\\\x00-\\x1f\\x7f-\\xff]", "") + "\"";
        assertThat(ask(FROM, message(quoted + " <" + VICTIM + ">"))).isInstanceOf(Verdict.Objection.class);
        assertThat(ask(FROM, message(quoted + " <" + ALICE + ">"))).isEqualTo(Verdict.PASS);
    }

    private static RawMessage message(String from) {
        return RawMessage.of(ALICE, List.of(new RawMessage.Line("From", from)));
    }
}
