package io.github.guichet.milter.rule;

import io.github.guichet.milter.rule.RuleListener.Outcome;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What comes of a message, verdict by verdict. A refusal ends it, and with it all changes are void. A rule that
 * changes messages objects to one that it cannot make what it should be; that one is refused. What the MTA lets nobody change:
 *
 * <ul>
 *   <li>a message that cannot be held is put off, because the rule says that nobody may have it before somebody looked at it;
 *   <li>one that cannot be tagged goes on without;
 *   <li>one that cannot be repaired is treated as the mode says;
 *   <li>a change that cannot be made is as if a source had not answered.
 * </ul>
 */
final class Judgement {

    private static final Reply.Coded LATER =
            new Reply.Coded(451, Optional.of("4.3.0"), List.of("Service temporarily unavailable, try again later"));
    private static final Reply.Coded NOT_HELD = new Reply.Coded(
            451,
            Optional.of("4.7.1"),
            List.of("This message has to be held, which is impossible now; try again later"));

    private static final String NONE = "none";

    private final Set<ChangeKind> possible;
    private final MailMessage message;
    private final RuleListener listener;
    private final Changes changes = new Changes();
    private Optional<Reply.Coded> refusal = Optional.empty();

    Judgement(Set<ChangeKind> possible, MailMessage message, RuleListener listener) {
        this.possible = possible;
        this.message = message;
        this.listener = listener;
    }

    /** Whether no later rule can say anything. */
    boolean isFinal() {
        return refusal.isPresent();
    }

    /** All of it. */
    EndOfMessage said() {
        if (refusal.isPresent()) {
            return new EndOfMessage(List.of(), refusal.get());
        }
        return changes.isEmpty() ? EndOfMessage.UNCHANGED : new EndOfMessage(changes.inOrder(), Reply.CONTINUE);
    }

    /** Takes the verdict of a rule. */
    Outcome judge(Rule rule, Verdict verdict) {
        if (verdict instanceof Verdict.Objection objection) {
            return objection(rule, objection);
        }
        if (verdict instanceof Verdict.Change change) {
            return change(rule, change);
        }
        return verdict instanceof Verdict.Unavailable unavailable
                ? unavailable(rule, unavailable.reason())
                : Outcome.goesOn(Decision.PASS, NONE, "");
    }

    private Outcome objection(Rule rule, Verdict.Objection objection) {
        if (rule.mode() == Mode.OBSERVE) {
            String told = "would refuse: " + shown(refusal(rule, objection));
            return Outcome.goesOn(
                    Decision.OBJECT, objection.repair().isEmpty() ? told : "would repair", objection.reason());
        }
        if (!objection.repair().isEmpty()) {
            if (canDo(objection.repair())) {
                changes.add(objection.repair());
                String tagged = rule.mode() == Mode.TAG && tag(rule, objection) ? " and tag" : "";
                return Outcome.goesOn(Decision.REPAIR, "change" + tagged, objection.reason());
            }
            listener.impossible(rule, message, "the message cannot be repaired");
        }
        return outcome(Decision.OBJECT, action(rule, objection), objection.reason());
    }

    private String action(Rule rule, Verdict.Objection objection) {
        return switch (rule.mode()) {
            case REJECT -> refuse(refusal(rule, objection));
            case QUARANTINE -> quarantine(rule, objection);
            case TAG -> tag(rule, objection) ? "tag" : NONE;
            case CHANGE -> refuse(objection.refusal());
            case OBSERVE -> NONE;
        };
    }

    /** The rule's text is about a message that is refused; of one that is put off the check says why. */
    private Reply.Coded refusal(Rule rule, Verdict.Objection objection) {
        return rule.text()
                .filter(text -> objection.refusal().code() >= 500)
                .map(text -> text.fill(message, rule.name(), objection.reason()))
                .orElse(objection.refusal());
    }

    private String quarantine(Rule rule, Verdict.Objection objection) {
        if (!possible.contains(ChangeKind.QUARANTINE)) {
            listener.impossible(rule, message, "the message cannot be held, so it is put off");
            return refuse(NOT_HELD);
        }
        changes.add(List.of(new Modification.Quarantine(Tag.text(rule.name(), objection.reason()))));
        return "quarantine";
    }

    private boolean tag(Rule rule, Verdict.Objection objection) {
        if (!possible.contains(ChangeKind.ADD_FIELD)) {
            listener.impossible(rule, message, "the message cannot be tagged");
            return false;
        }
        changes.add(List.of(Tag.field(rule.tagField(), rule.name(), objection.reason())));
        return true;
    }

    private Outcome change(Rule rule, Verdict.Change change) {
        if (change.changes().isEmpty()) {
            return Outcome.goesOn(Decision.PASS, NONE, "");
        }
        if (rule.mode() == Mode.OBSERVE) {
            return Outcome.goesOn(Decision.CHANGE, "would change", change.reason());
        }
        if (!canDo(change.changes())) {
            listener.impossible(rule, message, "the message cannot be changed");
            return unavailable(rule, "the MTA lets nobody change that");
        }
        changes.add(change.changes());
        return Outcome.goesOn(Decision.CHANGE, "change", change.reason());
    }

    private Outcome unavailable(Rule rule, String reason) {
        boolean later = rule.onUnavailable() == OnUnavailable.TEMPFAIL && rule.mode() != Mode.OBSERVE;
        return outcome(Decision.UNAVAILABLE, later ? refuse(LATER) : NONE, reason);
    }

    private String refuse(Reply.Coded reply) {
        List<String> lines = reply.lines().stream().map(ReplyText::clipped).toList();
        Reply.Coded fitting = new Reply.Coded(reply.code(), reply.status(), lines);
        refusal = Optional.of(fitting);
        return shown(fitting);
    }

    private static String shown(Reply.Coded reply) {
        String status = reply.status().map(code -> code + " ").orElse("");
        return reply.code() + " " + status + String.join(" / ", reply.lines());
    }

    private Outcome outcome(Decision decision, String action, String reason) {
        return new Outcome(decision, isFinal(), action, reason);
    }

    private boolean canDo(List<Modification> wanted) {
        return wanted.stream().allMatch(change -> possible.contains(change.kind()));
    }
}
