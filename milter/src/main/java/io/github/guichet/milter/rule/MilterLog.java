package io.github.guichet.milter.rule;

import io.github.guichet.lookup.Network;
import io.github.guichet.server.LogField;
import io.github.guichet.server.LogLine;
import io.github.guichet.server.RepeatedLog;
import org.slf4j.Logger;

/**
 * The lines about messages, in one fixed form, by the logger {@value #LOGGER}, and the counts. One line at INFO for each outcome but
 * pass; at DEBUG for pass, and if a rule that is there to change messages changed one:
 *
 * <pre>{@code
 * milter: rule=<From: belongs to the login> mode=reject decision=object queue_id=4Tz7bW1k2mz9 login=<bob@example.org>
 *   sender=<bob@example.org> from=<alice@example.org> client=203.0.113.7 action=<550 5.7.1 not yours> reason=<not an owner>
 * }</pre>
 *
 * <p>(It is one line.) {@code from} is empty where no rule asks for a header. With {@code mode=observe} the action says what the
 * rule would do. Where a source did not answer it has {@code decision=unavailable} and comes at WARN; if the message is not put off for that, once a minute a
 * rule. Nobody can forge a line or a field, see {@link LogLine}; an address of a client that is none is shown as {@code -}.
 */
final class MilterLog implements RuleListener {

    /** The name of the logger. */
    static final String LOGGER = "io.github.guichet.milter";

    private final Logger log;
    private final RuleObserver observer;
    private final RepeatedLog repeated;

    MilterLog(Logger log, RuleObserver observer) {
        this.log = log;
        this.observer = observer;
        this.repeated = new RepeatedLog(log);
    }

    @Override
    public void skipped(Rule rule) {
        // Most rules are not for most mail.
    }

    @Override
    public void decided(Rule rule, MailMessage message, Outcome outcome) {
        observer.decided(rule.name(), outcome.decision(), rule.mode());
        if (outcome.decision() == Decision.UNAVAILABLE) {
            unavailable(rule, message, outcome);
        } else if (outcome.decision() == Decision.PASS || isRoutine(rule, outcome)) {
            if (log.isDebugEnabled()) {
                log.debug("milter: {}", line(rule, message, outcome));
            }
        } else if (log.isInfoEnabled()) {
            log.info("milter: {}", line(rule, message, outcome));
        }
    }

    /** A rule that changes messages changes each of them. */
    private static boolean isRoutine(Rule rule, Outcome outcome) {
        return outcome.decision() == Decision.CHANGE && rule.mode() == Mode.CHANGE;
    }

    private void unavailable(Rule rule, MailMessage message, Outcome outcome) {
        if (outcome.refuses()) {
            log.warn("milter: {}", line(rule, message, outcome));
        } else {
            repeated.warn(rule.name(), "milter: {}", line(rule, message, outcome));
        }
    }

    @Override
    public void failed(Rule rule, MailMessage message, Throwable defect) {
        String where = new LogLine()
                .word(LogField.RULE, rule.name())
                .bare(LogField.QUEUE_ID, message.fact("queue_id"))
                .toString();
        repeated.warn("failed " + rule.name(), "milter: a defect in a check: {}", where, defect);
    }

    @Override
    public void impossible(Rule rule, MailMessage message, String what) {
        String where = new LogLine()
                .word(LogField.RULE, rule.name())
                .bare(LogField.QUEUE_ID, message.fact("queue_id"))
                .toString();
        repeated.warn(
                "impossible " + rule.name() + what,
                "milter: {}, because the MTA does not let a milter do it: {}",
                what,
                where);
    }

    private static String line(Rule rule, MailMessage message, Outcome outcome) {
        String client = message.fact("client_address");
        boolean address = client.indexOf('/') < 0 && Network.parse(client).isPresent();
        return new LogLine()
                .word(LogField.RULE, rule.name())
                .bare(LogField.MODE, rule.mode())
                .bare(LogField.DECISION, outcome.decision())
                .bare(LogField.QUEUE_ID, message.fact("queue_id"))
                .peer(LogField.LOGIN, message.login())
                .peer(LogField.SENDER, message.sender())
                .peer(LogField.FROM, FromText.of(message))
                .bare(LogField.CLIENT, address ? client : "")
                .text(LogField.ACTION, outcome.action())
                .text(LogField.REASON, outcome.reason())
                .toString();
    }
}
