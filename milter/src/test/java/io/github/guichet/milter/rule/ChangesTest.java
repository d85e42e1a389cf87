package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not about the header; that is in {@link ChangesProperties}. */
class ChangesTest {

    private static final FieldValue ONE = FieldValue.of("1");
    private static final FieldValue TWO = FieldValue.of("2");

    @SafeVarargs
    private static List<Modification> merged(List<Modification>... rules) {
        Changes changes = new Changes();
        for (List<Modification> rule : rules) {
            changes.add(rule);
        }
        assertThat(changes.isEmpty()).isEqualTo(changes.inOrder().isEmpty());
        return changes.inOrder();
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(merged(List.of(), List.of())).isEmpty();
    }

    @Test
    void valuesComeBeforeRemovalsBeforeInsertionsBeforeTheRest() {
        ReplaceBody body = new ReplaceBody(() -> new byte[0]);
        assertThat(merged(
                        List.of(new Quarantine("q"), body, new AddField("A", ONE), new InsertField(0, "A", ONE)),
                        List.of(new DeleteField("A", 1), new DeleteField("A", 3), new ChangeField("A", 2, TWO))))
                .containsExactly(
                        new ChangeField("A", 2, TWO),
                        new DeleteField("A", 3),
                        new DeleteField("A", 1),
                        new InsertField(0, "A", ONE),
                        new AddField("A", ONE),
                        body,
                        new Quarantine("q"));
    }

    @Test
    void theInsertionOfTheFirstRuleIsMadeLastAndStandsOnTop() {
        assertThat(merged(List.of(new InsertField(0, "A", ONE)), List.of(new InsertField(0, "B", TWO))))
                .containsExactly(new InsertField(0, "B", TWO), new InsertField(0, "A", ONE));
    }

    @Test
    void aFieldIsTheSameInAnyCaseAndTheZerothIsTheFirst() {
        assertThat(merged(List.of(new ChangeField("Subject", 1, ONE)), List.of(new DeleteField("SUBJECT", 0))))
                .containsExactly(new DeleteField("SUBJECT", 0));
    }

    @Test
    void theSameRecipientIsChangedOnceAndTheSameFieldMayBeAddedTwice() {
        assertThat(merged(
                        List.of(new AddRecipient("a", Optional.empty()), new AddField("A", ONE)),
                        List.of(
                                new AddRecipient("a", Optional.empty()),
                                new RemoveRecipient("b"),
                                new AddField("A", ONE))))
                .containsExactly(
                        new AddRecipient("a", Optional.empty()),
                        new AddField("A", ONE),
                        new RemoveRecipient("b"),
                        new AddField("A", ONE));
    }

    @Test
    void thereIsOneSenderOneBodyAndOneReasonToHold() {
        ReplaceBody first = new ReplaceBody(() -> new byte[0]);
        ReplaceBody second = new ReplaceBody(() -> new byte[1]);
        assertThat(merged(
                        List.of(new ChangeSender("a", Optional.empty()), first, new Quarantine("one")),
                        List.of(new ChangeSender("b", Optional.empty()), second, new Quarantine("two"))))
                .containsExactly(new ChangeSender("b", Optional.empty()), second, new Quarantine("one"));
    }
}
