package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.milter.rule.Decision;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.MessageLimits;
import io.github.guichet.milter.rule.Rule;
import io.github.guichet.milter.rule.RuleListener;
import io.github.guichet.milter.rule.RuleTrial;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules say of a message that no MTA sent.
 *
 * @param rules a line each, in order
 * @param said what the MTA would be told
 * @param undecided whether a rule could not say
 */
record MessageTrial(List<String> rules, EndOfMessage said, boolean undecided) {

    private static final String REPLY = "reply: ";

    /** Asks the rules; blocks for as long as they ask somebody. */
    static MessageTrial of(
            List<Rule> rules, MessageLimits limits, Duration deadline, TypedSession typed, MessageFile message) {
        Lines lines = new Lines();
        FilterSession session = new RuleTrial(rules, limits, deadline).open(lines);
        typed.tell(session);
        message.fields().forEach(field -> session.header(field).join());
        session.endOfHeaders().join();
        EndOfMessage said = session.endOfMessage().join();
        session.closed();
        for (IllegalStateException defect : lines.defects) {
            throw defect;
        }
        for (Rule rule : rules.subList(lines.all.size(), rules.size())) {
            lines.add(rule, "not-asked", "a rule above refuses the message");
        }
        return new MessageTrial(lines.all, said, lines.undecided);
    }

    /** One after the other, as the rules are asked. */
    private static final class Lines implements RuleListener {

        private final List<String> all = new ArrayList<>();
        private final List<IllegalStateException> defects = new ArrayList<>();
        private boolean undecided;

        void add(Rule rule, String decision, String reason) {
            all.add(String.join("\t", rule.name(), rule.mode().toString(), decision, Printable.clipped(reason)));
        }

        @Override
        public void skipped(Rule rule) {
            add(rule, "skipped", "is not for this message");
        }

        @Override
        public void decided(Rule rule, MailMessage message, Outcome outcome) {
            undecided |= outcome.decision() == Decision.UNAVAILABLE;
            add(rule, outcome.decision().toString(), outcome.reason());
        }

        @Override
        public void failed(Rule rule, MailMessage message, Throwable defect) {
            defects.add(new IllegalStateException("a defect in rule " + rule.name(), defect));
        }

        @Override
        public void impossible(Rule rule, MailMessage message, String what) {
            defects.add(new IllegalStateException("a trial allows everything, but " + what));
        }
    }

    /** All lines: the rules, and the reply. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(rules);
        if (said.reply() instanceof Reply.Coded coded) {
            String status = coded.status().map(s -> s + " ").orElse("");
            int last = coded.lines().size() - 1;
            for (int i = 0; i <= last; i++) {
                lines.add(REPLY
                        + coded.code()
                        + (i < last ? "-" : " ")
                        + status
                        + Printable.clipped(coded.lines().get(i)));
            }
            return lines;
        }
        lines.add(REPLY
                + (said.reply() instanceof Reply.Continue
                        ? "accepted"
                        : said.reply().toString()));
        for (Modification change : said.changes()) {
            if (change instanceof Modification.Quarantine held) {
                lines.add("held: " + Printable.clipped(held.reason()));
            }
        }
        return lines;
    }

    /** Whether the message is accepted, refused, or nobody can say now. */
    int exitStatus() {
        if (said.reply() instanceof Reply.Coded coded && coded.code() >= 500) {
            return ExitStatus.NO;
        }
        boolean later = said.reply() instanceof Reply.Coded;
        return later || undecided ? ExitStatus.TEMPORARY : ExitStatus.OK;
    }
}
