package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.Network;
import io.github.guichet.server.LogField;
import io.github.guichet.server.LogLine;
import io.github.guichet.server.RepeatedLog;
import org.slf4j.Logger;

/**
 * The lines about decisions, in one fixed form, by the logger {@value #LOGGER}. One line at INFO for each decision that is not DUNNO:
 *
 * <pre>{@code
 * policy: rule=<own addresses only> mode=enforce decision=reject stage=RCPT login=<bob@example.org> sender=<alice@example.org>
 *   recipient=<x@example.net> client=203.0.113.7 queue_id=- instance=<6fcf.6b00a8e3.3be41.0> action=<REJECT 5.7.1 not yours> reason=<not an owner>
 * }</pre>
 *
 * <p>(It is one line.) With {@code mode=observe} it says what would have been done. Where a source did not answer it has {@code
 * decision=unavailable} and comes at WARN; if the mail is not deferred for that, once a minute a rule.
 *
 * <p>Nobody can forge a line or a field, see {@link LogLine}; an address of a client that is none is shown as {@code -}.
 */
final class DecisionLog {

    /** The name of the logger. */
    static final String LOGGER = "io.github.guichet.policy";

    private final Logger log;
    private final RepeatedLog repeated;

    DecisionLog(Logger log) {
        this.log = log;
        this.repeated = new RepeatedLog(log);
    }

    /** Whether every answer is logged, DUNNO too. */
    boolean isDetailed() {
        return log.isDebugEnabled();
    }

    /** What Postfix is told in the end. */
    void answered(PolicyRequest request, Action action, long since) {
        LogLine line = new LogLine().bare(LogField.DECISION, action.decision());
        log.debug(
                "policy answer: {}",
                asked(line, request)
                        .text(LogField.ACTION, action.text())
                        .bare(LogField.MS, (System.nanoTime() - since) / 1_000_000));
    }

    void decided(Rule rule, PolicyRequest request, Action action, String reason) {
        decided(rule.name(), rule.mode(), request, action, reason);
    }

    void decided(String rule, Mode mode, PolicyRequest request, Action action, String reason) {
        if (log.isInfoEnabled()) {
            log.info("policy: {}", line(rule, mode, request, action.decision(), action, reason));
        }
    }

    void unavailable(Rule rule, PolicyRequest request, Action action, String reason) {
        String line = line(rule.name(), rule.mode(), request, Decision.UNAVAILABLE, action, reason);
        if (rule.mode() == Mode.ENFORCE && action.decision().refuses()) {
            log.warn("policy: {}", line);
        } else {
            repeated.warn(rule.name(), "policy: {}", line);
        }
    }

    void failed(Rule rule, Throwable failure) {
        repeated.warn("failed " + rule.name(), "policy: a defect in rule {}", rule.name(), failure);
    }

    void notGivenBack(Throwable failure) {
        repeated.warn("not given back", "policy: what was counted for a refused mail could not be taken back", failure);
    }

    private static String line(
            String rule, Mode mode, PolicyRequest request, Decision decision, Action action, String reason) {
        LogLine line = new LogLine()
                .word(LogField.RULE, rule)
                .bare(LogField.MODE, mode)
                .bare(LogField.DECISION, decision);
        return asked(line, request)
                .text(LogField.ACTION, action.text())
                .text(LogField.REASON, reason)
                .toString();
    }

    private static LogLine asked(LogLine line, PolicyRequest request) {
        String client = request.client();
        boolean address = client.indexOf('/') < 0 && Network.parse(client).isPresent();
        return line.bare(LogField.STAGE, request.stage().word())
                .peer(LogField.LOGIN, request.login())
                .peer(LogField.SENDER, request.sender())
                .peer(LogField.RECIPIENT, request.recipient())
                .bare(LogField.CLIENT, address ? client : "")
                .bare(LogField.QUEUE_ID, request.queueId())
                .peer(LogField.INSTANCE, request.instance());
    }
}
