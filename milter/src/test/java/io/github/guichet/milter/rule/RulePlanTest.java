package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an MTA is asked for. */
class RulePlanTest extends RuleFixture {

    private static final Offer OLD = new Offer(2, EnumSet.of(ChangeKind.ADD_FIELD), false, false);

    private void needs(Needs needs, Mode mode) {
        rule("r", mode, OnUnavailable.CONTINUE, check(needs, message -> Verdict.PASSED));
    }

    private static Needs facts(String... facts) {
        return new Needs(Set.of(facts), Set.of(), false, Set.of());
    }

    @Test
    void noReplyIsEverWaitedForButThatAtTheEnd() {
        needs(new Needs(MessageFact.names(), Set.of("from"), true, Set.of()), Mode.REJECT);

        assertThat(filter().wishes(POSTFIX).answered()).isEmpty();
        assertThat(filter().wishes(OLD).answered()).isEmpty();
    }

    @Test
    void aFromCheckNeedsTheSenderTheHeaderAndMacrosAtTheEnd() {
        needs(new Needs(Set.of("sasl_username"), Set.of("from"), false, Set.of()), Mode.REJECT);

        Wishes wishes = filter().wishes(POSTFIX);
        assertThat(wishes.events()).containsExactlyInAnyOrder(Event.MAIL, Event.HEADER, Event.END_OF_MESSAGE);
        assertThat(wishes.macros().keySet()).containsExactly(MacroStage.END_OF_MESSAGE);
        assertThat(wishes.macros().get(MacroStage.END_OF_MESSAGE))
                .containsExactlyInAnyOrder("i", "auth_authen", "client_addr");
        assertThat(wishes.changes()).isEmpty();
        assertThat(wishes.leadingSpace()).isFalse();
        assertThat(wishes.rejectedRecipients()).isFalse();
    }

    @Test
    void fieldsThatAreOnlyCountedBringTheHeaderToo() {
        needs(new Needs(Set.of(), Set.of(), Set.of("x-a"), false, Set.of()), Mode.REJECT);

        assertThat(filter().wishes(POSTFIX).events()).contains(Event.HEADER);
    }

    @Test
    void whatOneRuleCountsAnotherOneMayRead() {
        List<String> seen = new ArrayList<>();
        needs(new Needs(Set.of(), Set.of(), Set.of("from", "x-a"), false, Set.of()), Mode.REJECT);
        Needs from = new Needs(Set.of(), Set.of("from"), false, Set.of());
        rule("from", Mode.REJECT, OnUnavailable.CONTINUE, check(from, message -> {
            message.fields()
                    .named("from")
                    .forEach(field -> seen.add(field.value().text()));
            return Verdict.PASSED;
        }));

        decided();
        assertThat(seen).containsExactly("Alice <alice@example.org>");
    }

    @Test
    void rulesWithoutFieldsLetTheHeaderGo() {
        needs(facts("helo_name", "recipient"), Mode.REJECT);

        assertThat(filter().wishes(POSTFIX).events())
                .containsExactlyInAnyOrder(Event.HELO, Event.MAIL, Event.RCPT, Event.END_OF_MESSAGE);
    }

    @Test
    void conditionsAndTextsHaveNeedsToo() throws ReplyTextException {
        rules.add(new Rule(
                "r",
                Conditions.ALWAYS,
                Set.of("helo_name", "client_name"),
                check(message -> Verdict.PASSED),
                Mode.REJECT,
                OnUnavailable.CONTINUE,
                Optional.of(ReplyText.parse("550 {from} {recipient}")),
                Rule.TAG_FIELD));

        Wishes wishes = filter().wishes(POSTFIX);
        assertThat(wishes.events())
                .containsExactlyInAnyOrder(Event.HELO, Event.MAIL, Event.RCPT, Event.HEADER, Event.END_OF_MESSAGE);
        assertThat(wishes.macros().get(MacroStage.END_OF_MESSAGE)).contains("client_name");
    }

    @Test
    void whatOnlySmtpdKnowsIsAskedForAtMail() {
        needs(facts("encryption_protocol", "encryption_cipher", "ccert_subject"), Mode.REJECT);

        assertThat(filter().wishes(POSTFIX).macros().get(MacroStage.MAIL))
                .containsExactlyInAnyOrder("tls_version", "cipher", "cert_subject");
    }

    @Test
    void anMtaThatLetsNobodyChooseIsAskedForTheEventsOfItsUsualMacros() {
        needs(facts("sasl_username", "encryption_protocol"), Mode.REJECT);

        Wishes wishes = filter().wishes(OLD);
        assertThat(wishes.macros()).isEqualTo(filter().wishes(POSTFIX).macros());
        assertThat(wishes.events())
                .containsExactlyInAnyOrder(Event.CONNECT, Event.HELO, Event.MAIL, Event.END_OF_MESSAGE);
    }

    @Test
    void onlyChangesThatARuleMayMakeAndTheMtaOffersAreAskedFor() {
        Needs repairs = new Needs(Set.of(), Set.of(), false, EnumSet.of(ChangeKind.CHANGE_FIELD));
        needs(repairs, Mode.OBSERVE);
        assertThat(filter().wishes(POSTFIX).changes()).isEmpty();

        needs(repairs, Mode.REJECT);
        assertThat(filter().wishes(POSTFIX).changes()).containsExactly(ChangeKind.CHANGE_FIELD);
        assertThat(filter().wishes(OLD).changes()).isEmpty();

        needs(Needs.NOTHING, Mode.TAG);
        needs(Needs.NOTHING, Mode.QUARANTINE);
        assertThat(filter().wishes(POSTFIX).changes())
                .containsExactlyInAnyOrder(ChangeKind.CHANGE_FIELD, ChangeKind.ADD_FIELD, ChangeKind.QUARANTINE);
        assertThat(filter().wishes(OLD).changes()).containsExactly(ChangeKind.ADD_FIELD);
    }

    @Test
    void aFactThatNobodyKnowsIsADefect() {
        needs(facts("etrn_domain"), Mode.REJECT);

        assertThatThrownBy(this::filter).hasMessageContaining("etrn_domain");
        assertThat(List.of("etrn_domain", "policy_context", "instance")).noneMatch(MessageFact.names()::contains);
    }
}
