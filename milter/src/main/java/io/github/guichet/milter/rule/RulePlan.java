package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules, and what they need to know of a message.
 *
 * <p>Everything is decided at the end of the message. So an MTA waits once a message, all other events come without a reply, and macros
 * come where cleanup(8) knows them, with the end of the message.
 */
final class RulePlan {

    private static final String FROM = "from";

    /** What the log says of a message; at the end of a message it costs a few bytes, and MAIL a write that waits for nothing. */
    private static final Set<MessageFact> LOGGED =
            EnumSet.of(MessageFact.QUEUE_ID, MessageFact.LOGIN, MessageFact.SENDER, MessageFact.CLIENT);

    private final List<Rule> rules;
    private final Duration deadline;
    private final Set<MessageFact> facts = EnumSet.copyOf(LOGGED);
    private final Set<String> fields = new HashSet<>();
    private final Set<String> counted = new HashSet<>();
    private final Set<ChangeKind> changes = EnumSet.noneOf(ChangeKind.class);
    private final Gathering gathering;
    private final Object mark = new Object();

    RulePlan(List<Rule> rules, MessageLimits limits, Duration deadline) {
        this.rules = List.copyOf(rules);
        this.deadline = deadline;
        for (Rule rule : rules) {
            add(rule);
        }
        if (hasFields()) {
            fields.add(FROM); // the header comes anyway, so the log can name it
        }
        gathering = new Gathering(facts, fields, counted, limits);
    }

    private void add(Rule rule) {
        Needs needs = rule.check().needs();
        if (rule.text().isPresent()) {
            needs = needs.and(rule.text().get().needs());
        }
        needs.facts().forEach(this::add);
        rule.conditionFacts().forEach(this::add);
        fields.addAll(needs.fields());
        counted.addAll(needs.counted());
        if (needs.recipients()) {
            facts.add(MessageFact.RECIPIENT);
        }
        switch (rule.mode()) {
            case OBSERVE -> {}
            case TAG -> {
                changes.addAll(needs.changes());
                changes.add(ChangeKind.ADD_FIELD);
            }
            case QUARANTINE -> {
                changes.addAll(needs.changes());
                changes.add(ChangeKind.QUARANTINE);
            }
            case REJECT, CHANGE -> changes.addAll(needs.changes());
        }
    }

    private void add(String fact) {
        facts.add(MessageFact.of(fact)
                .orElseThrow(() -> new IllegalArgumentException("a milter does not know the fact " + fact)));
    }

    List<Rule> rules() {
        return rules;
    }

    /** Which plan this is, for who must not keep it in memory. */
    Object mark() {
        return mark;
    }

    /** What is to be gathered of each message. */
    Gathering gathering() {
        return gathering;
    }

    Duration deadline() {
        return deadline;
    }

    private boolean hasFields() {
        return !fields.isEmpty() || !counted.isEmpty();
    }

    Wishes wishes(Offer offer) {
        Set<Event> events = EnumSet.of(Event.END_OF_MESSAGE);
        Map<MacroStage, List<String>> macros = new EnumMap<>(MacroStage.class);
        for (MessageFact fact : facts) {
            fact.macro()
                    .ifPresent(macro -> macros.computeIfAbsent(fact.stage(), stage -> new ArrayList<>())
                            .add(macro));
            if (fact.macro().isEmpty() || !offer.chooseMacros()) {
                fact.event().ifPresent(events::add);
            }
        }
        if (hasFields()) {
            events.add(Event.HEADER);
        }
        return new Wishes(events, Set.of(), possible(offer), macros, false, false);
    }

    /** What rules want to change and this MTA lets a filter change. */
    Set<ChangeKind> possible(Offer offer) {
        Set<ChangeKind> possible = EnumSet.noneOf(ChangeKind.class);
        possible.addAll(changes);
        possible.retainAll(offer.changes());
        return possible;
    }
}
