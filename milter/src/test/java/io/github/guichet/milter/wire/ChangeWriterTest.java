package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.BodySource;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.AddRecipient;
import io.github.guichet.milter.session.Modification.ChangeField;
import io.github.guichet.milter.session.Modification.ChangeSender;
import io.github.guichet.milter.session.Modification.DeleteField;
import io.github.guichet.milter.session.Modification.InsertField;
import io.github.guichet.milter.session.Modification.Quarantine;
import io.github.guichet.milter.session.Modification.RemoveRecipient;
import io.github.guichet.milter.session.Modification.ReplaceBody;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.Wishes;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeWriterTest {

    private final Line line = new Line();

    @AfterEach
    void nothingIsLeft() {
        line.end();
    }

    private List<String> said(Modification... changes) {
        line.filter.ending(Reply.CONTINUE, changes);
        line.say(Mta.POSTFIX_OFFER);
        return line.say(Mta.packet('E'));
    }

    private static FieldValue value(String text) {
        return FieldValue.of(text);
    }

    private static BodySource body(String... pieces) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(pieces));
        return () -> left.isEmpty() ? new byte[0] : left.remove().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesEveryKindInTheOrderGiven() {
        assertThat(said(
                        new AddField("X-A", value("one")),
                        new InsertField(0, "X-B", value("two")),
                        new ChangeField("Subject", 2, value("three")),
                        new DeleteField("X-C", 3),
                        new AddRecipient("a@example.org", Optional.empty()),
                        new AddRecipient("<b@example.org>", Optional.of("NOTIFY=NEVER")),
                        new RemoveRecipient("c@example.org"),
                        new ChangeSender("", Optional.empty()),
                        new ChangeSender("d@example.org", Optional.of("RET=HDRS")),
                        new ReplaceBody(body("new ", "body\r\n")),
                        new Quarantine("because")))
                .containsExactly(
                        "h X-A|one|",
                        "i 0 X-B|two|",
                        "m 2 Subject|three|",
                        "m 3 X-C||",
                        "+ <a@example.org>|",
                        "2 <b@example.org>|NOTIFY=NEVER|",
                        "- <c@example.org>|",
                        "e <>|",
                        "e <d@example.org>|RET=HDRS|",
                        "b new ",
                        "b body\r\n",
                        "q because|",
                        "c");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\n b', 'a\n b'",
        "'a\nb', 'a\n\tb'",
        "'a\r\nEvil: b', 'a\n\tEvil: b'",
        "'a\n\n\nb\n', 'a\n\tb'",
        "'\n a', ' a'",
        "'a\0b\rc', 'abc'",
        "'', ''",
        "' a', ' a'"
    })
    void letsNoValueBeginAnotherField(String given, String written) {
        assertThat(said(new AddField("X-A", value(given)))).containsExactly("h X-A|" + written + "|", "c");
    }

    @Test
    void putsTheBlankBehindTheColonWhereTheMtaDoesNot() {
        line.filter.wishes = new Wishes(Set.of(), Set.of(), EnumSet.allOf(ChangeKind.class), Map.of(), true, false);

        assertThat(said(
                        new AddField("X-A", value("a")),
                        new InsertField(1, "X-B", value("\tb")),
                        new ChangeField("X-C", 1, value("\nc"))))
                .containsExactly("h X-A| a|", "i 1 X-B|\tb|", "m 1 X-C| c|", "c");
    }

    @Test
    void neverRemovesAFieldByChangingItToNothing() {
        assertThat(said(new ChangeField("X-A", 1, value("")), new ChangeField("X-A", 1, value("\r\n"))))
                .containsExactly("m 1 X-A| |", "m 1 X-A| |", "c");
    }

    @Test
    void letsNothingEndAnAddressOrAReason() {
        assertThat(said(new AddRecipient("a\r\nb\0", Optional.of("X=\n")), new Quarantine("a\0b"), new Quarantine("")))
                .containsExactly("2 <a??b?>|X=?|", "q a?b|", "q held|", "c");
    }

    @Test
    void leavesOutWhatTheMtaDidNotOffer() {
        line.filter.ending(
                Reply.CONTINUE,
                new AddField("X-A", value("a")),
                new Quarantine("a"),
                new ReplaceBody(body("a")),
                new DeleteField("X-B", 1));
        line.say(Mta.options(6, 0x1, 0x1fffff));

        assertThat(line.say(Mta.packet('E'))).containsExactly("h X-A|a|", "c");
    }

    @Test
    void leavesOutWhatTheFilterDidNotAskFor() {
        line.filter.wishes = new Wishes(Set.of(), Set.of(), Set.of(ChangeKind.CHANGE_FIELD), Map.of(), false, false);

        assertThat(said(new AddField("X-A", value("a")), new DeleteField("X-B", 1)))
                .containsExactly("m 1 X-B||", "c");
    }

    @Test
    void changesNothingOfAMessageThatIsNotTaken() {
        line.filter.ending(new Reply.Reject(), new AddField("X-A", value("a")));
        line.say(Mta.POSTFIX_OFFER);
        assertThat(line.say(Mta.packet('E'))).containsExactly("r");

        line.filter.ending(new Reply.Accept(), new AddField("X-A", value("a")));
        assertThat(line.say(Mta.packet('E'))).containsExactly("h X-A|a|", "a");
    }

    @Test
    void replacesABodyByNothing() {
        assertThat(said(new ReplaceBody(body()), new AddField("X-A", value("a"))))
                .containsExactly("b ", "h X-A|a|", "c");
    }

    @Test
    void cutsPiecesThatAreTooLong() {
        List<String> said = said(new ReplaceBody(body("x".repeat(65536), "y")));

        assertThat(said).hasSize(4);
        assertThat(said.get(0)).hasSize(2 + 65535);
        assertThat(said.subList(1, 4)).containsExactly("b x", "b y", "c");
    }

    @Test
    void asksForNoMoreOfABodyThanTheMtaTakes() {
        int[] pieces = {0};
        ChannelOutboundBuffer unsent = line.channel.unsafe().outboundBuffer();
        line.filter.ending(Reply.CONTINUE, new ReplaceBody(() -> {
            unsent.setUserDefinedWritability(1, ++pieces[0] % 3 != 0);
            return pieces[0] <= 5 ? new byte[] {'x'} : new byte[0];
        }));
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(Mta.packet('E'), Mta.packet('A'))).containsExactly("b x", "b x", "b x");
        assertThat(pieces[0]).isEqualTo(3);
        assertThat(line.connection.inFlight()).isEqualTo(1);

        unsent.setUserDefinedWritability(1, true);
        line.channel.runPendingTasks();
        assertThat(line.hear()).containsExactly("b x", "b x", "c");
        unsent.setUserDefinedWritability(1, true);
        assertThat(line.connection.inFlight()).isZero();
        assertThat(line.told()).containsExactly("eom", "abort");
    }

    @ParameterizedTest
    @CsvSource({"''", "'a b'", "'a:'", "'a\nb'", "\u00e4"})
    void putsAMessageOffThatCannotBeChangedAsTheFilterWants(String name) {
        assertThat(said(new DeleteField("X-B", 1), new AddField(name, value("a"))))
                .containsExactly("m 1 X-B||", "t");
        assertThat(line.count("guichet_internal_errors")).isEqualTo(1);
    }

    @Test
    void putsAMessageOffWhoseNewBodyFails() {
        line.filter.wishes = FakeFilter.quietly(Set.of(Event.BODY));
        assertThat(said(new ReplaceBody(body("a")), new ReplaceBody(body("b")))).containsExactly("b a", "t");
        line.filter.ending(Reply.CONTINUE, new ReplaceBody(() -> {
            throw new IllegalStateException("boom");
        }));
        assertThat(line.say(Mta.packet('E'))).containsExactly("t");
        assertThat(line.count("guichet_internal_errors")).isEqualTo(2);
    }
}
