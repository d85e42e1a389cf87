package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of a message by what its rules say. */
class RuleFilterTest extends RuleFixture {

    private static final Modification SETS = new Modification.ChangeField("From", 1, FieldValue.of("bob@example.org"));
    private static final Modification TAGS =
            new Modification.AddField("X-Guichet-Warning", FieldValue.of("own; not an owner"));

    @Test
    void withoutRulesEverythingPasses() {
        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatNoRuleObjectsToPasses() {
        rule("a", Mode.REJECT, Verdict.PASS);
        rule("b", Mode.CHANGE, changes());

        assertThat(ask()).isSameAs(EndOfMessage.PASSED);
        assertThat(heard).containsExactly("a pass reject", "b pass change");
        assertThat(log.lines).isEmpty();
    }

    @Test
    void observedObjectionsAndChangesAreOnlyToldOf() {
        rule("own", Mode.OBSERVE, objects(SETS));
        rule("tidy", Mode.OBSERVE, changes(SETS));

        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(heard).containsExactly("own object observe", "tidy change observe");
        assertThat(log.lines).hasSize(2);
        assertThat(log.lines.get(0)).contains("action=<would repair>");
        assertThat(log.lines.get(1)).contains("action=<would change>");
    }

    @Test
    void anObservedObjectionSaysInTheLogWhatTheSenderWouldBeTold() {
        rule("own", Mode.OBSERVE, objects());

        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(log.lines).singleElement().asString().contains("action=<would refuse: 550 5.7.1 not yours>");
    }

    @Test
    void noLineOfARefusalIsLongerThanClientsTake() {
        Reply.Coded longer = new Reply.Coded(550, Optional.of("5.7.1"), List.of("\u00e4".repeat(400), "short"));
        rule("own", Mode.REJECT, new Verdict.Objection(longer, "why", List.of()));

        assertThat(decided().reply()).isInstanceOfSatisfying(Reply.Coded.class, reply -> {
            assertThat(reply.lines()).containsExactly("\u00e4".repeat(243) + "...", "short");
        });
    }

    @Test
    void whatCannotBeChangedAsItShouldIsRefused() {
        rule("tidy", Mode.CHANGE, objects());

        assertThat(decided()).isEqualTo(new EndOfMessage(List.of(), REFUSAL));
        assertThat(heard).containsExactly("tidy object change");
    }

    @Test
    void aTagNamesRuleAndReason() {
        rule("own", Mode.TAG, objects());

        assertThat(decided().changes()).containsExactly(TAGS);
        assertThat(heard).containsExactly("own object tag");
    }

    @Test
    void laterRulesAreAskedOfAMessageThatIsHeld() {
        rule("own", Mode.QUARANTINE, objects());
        rule("names", Mode.QUARANTINE, objects());
        rule("tidy", Mode.CHANGE, changes(SETS));

        EndOfMessage said = decided();
        assertThat(reply(said)).isEqualTo("Continue");
        assertThat(said.changes()).containsExactly(SETS, new Modification.Quarantine("own; not an owner"));
        assertThat(heard).containsExactly("own object quarantine", "names object quarantine", "tidy change change");
    }

    @Test
    void aRefusalEndsTheListAndVoidsAllChanges() {
        rule("tidy", Mode.CHANGE, changes(SETS));
        rule("held", Mode.QUARANTINE, objects());
        rule("own", Mode.REJECT, objects());
        rule("never asked", Mode.REJECT, objects());

        assertThat(decided()).isEqualTo(new EndOfMessage(List.of(), REFUSAL));
        assertThat(heard).containsExactly("tidy change change", "held object quarantine", "own object reject");
    }

    @Test
    void theTextOfTheRuleStandsForThatOfTheCheck() throws ReplyTextException {
        rules.add(new Rule(
                "own",
                Conditions.ALWAYS,
                Set.of(),
                says(objects()),
                Mode.REJECT,
                OnUnavailable.TEMPFAIL,
                Optional.of(ReplyText.parse("553 {from} is not {login}'s\nsee {rule}, {queue_id}: {reason}")),
                Rule.TAG_FIELD));

        assertThat(reply(decided()))
                .isEqualTo("553 5.7.1 alice@example.org is not bob's / see own, 4ABC: not an owner");
    }

    @Test
    void whatCanBeRepairedIsNeitherRefusedNorHeld() {
        rule("rejected", Mode.REJECT, objects(SETS));
        rule("held", Mode.QUARANTINE, objects(SETS));
        rule("own", Mode.TAG, objects(SETS));

        EndOfMessage said = decided();
        assertThat(reply(said)).isEqualTo("Continue");
        assertThat(said.changes()).containsExactly(SETS, TAGS);
        assertThat(heard).containsExactly("rejected repair reject", "held repair quarantine", "own repair tag");
    }

    @Test
    void aDefectInWhatIsLoggedDecidesAboutNoMessage() {
        rule("watched", Mode.OBSERVE, objects());
        RuleFilter filter = new RuleFilter(
                rules,
                limits,
                deadline,
                (rule, decision, mode) -> {
                    throw new IllegalStateException("boom");
                },
                LoggerFactory.getLogger("milter-rule-test"));

        assertThat(filter.open(offer).endOfMessage().join()).isEqualTo(EndOfMessage.UNCHANGED);
        assertThat(log.lines).singleElement().asString().contains("a defect in a check: rule=<watched>");
    }

    @Test
    void aRuleWhoseConditionDoesNotHoldIsNotHeardOf() {
        rule(
                "own",
                facts -> CompletableFuture.completedFuture(
                        facts.fact("sasl_username").equals("alice")
                                ? io.github.guichet.lookup.condition.Match.YES
                                : io.github.guichet.lookup.condition.Match.NO),
                Set.of("sasl_username"),
                Mode.REJECT,
                OnUnavailable.TEMPFAIL,
                says(objects()));

        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatCannotBeHeldIsPutOff() {
        lets(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD);
        rule("own", Mode.QUARANTINE, objects());

        assertThat(reply(decided())).startsWith("451 4.7.1 ");
        assertThat(heard).containsExactly("own object quarantine");
        assertThat(log.lines).anyMatch(line -> line.startsWith("WARNING") && line.contains("queue_id=4ABC"));
    }

    @Test
    void whatCannotBeTaggedGoesOnWithout() {
        lets(ChangeKind.CHANGE_FIELD);
        rule("own", Mode.TAG, objects());

        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);
        assertThat(log.lines)
                .anyMatch(line -> line.contains("cannot be tagged"))
                .hasSize(2);
    }

    @Test
    void whatCannotBeRepairedIsTreatedByItsMode() {
        lets(ChangeKind.ADD_FIELD);
        rule("own", Mode.REJECT, objects(SETS));

        assertThat(reply(decided())).isEqualTo("550 5.7.1 not yours");
        assertThat(heard).containsExactly("own object reject");
    }

    @Test
    void aChangeThatCannotBeMadeIsAsIfASourceWereDown() {
        lets(ChangeKind.ADD_FIELD);
        rule("lenient", Mode.CHANGE, OnUnavailable.CONTINUE, says(changes(SETS)));
        assertThat(decided()).isSameAs(EndOfMessage.UNCHANGED);

        rule("strict", Mode.CHANGE, OnUnavailable.TEMPFAIL, says(changes(SETS)));
        assertThat(reply(decided())).isEqualTo(LATER);
        assertThat(heard).last().isEqualTo("strict unavailable change");
    }

    private void lets(ChangeKind... kinds) {
        offer = new Offer(6, EnumSet.copyOf(List.of(kinds)), true, true);
    }
}
