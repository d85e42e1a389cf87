package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.RepeatedLog;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections share: the desk that decides, and the count and log of what goes wrong. Safe for use by many threads. */
final class Decisions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Decisions.class);

    private final PolicyDesk desk;
    private final DaemonMeter meter;
    private final RepeatedLog log = new RepeatedLog(LOGGER);

    Decisions(PolicyDesk desk, DaemonMeter meter) {
        this.desk = desk;
        this.meter = meter;
    }

    /** Asks the desk. Whatever it throws makes a future that has failed. */
    CompletableFuture<Action> decide(PolicyRequest request) {
        try {
            return desk.decide(request);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A defect: there is no answer, and Postfix shall not have to wait for one. */
    void defect(Throwable cause) {
        meter.internalError();
        log.warn(
                "defect",
                "{}: a request met a defect; connection closed without an answer, so that Postfix applies its default_action",
                meter.name(),
                cause);
    }

    /** A stream that is not in the protocol. */
    void malformed(PolicyWireException e) {
        meter.protocolError();
        String what = String.valueOf(e.getMessage());
        log.warn(what, "{}: malformed request: {}; connection closed", meter.name(), what);
    }

    /** Counts a reply that is about to be sent. */
    void answered(long since) {
        meter.answered(System.nanoTime() - since);
    }
}
