package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.RepeatedLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections share: the filter, and the count and log of what goes wrong. Safe for use by many threads. */
final class Desk {

    private static final Logger LOGGER = LoggerFactory.getLogger(Desk.class);

    private final Filter filter;
    private final DaemonMeter meter;
    private final Duration progress;
    private final RepeatedLog log = new RepeatedLog(LOGGER);

    /**
     * A desk.
     *
     * @param progress how often an MTA that waits is told that its message is still worked on
     */
    Desk(Filter filter, DaemonMeter meter, Duration progress) {
        this.filter = filter;
        this.meter = meter;
        this.progress = progress;
    }

    Filter filter() {
        return filter;
    }

    Duration progress() {
        return progress;
    }

    /** A defect: what it was about is to come again. */
    void defect(Throwable cause) {
        meter.internalError();
        log.warn("defect", "{}: a filter met a defect; the message is put off", meter.name(), cause);
    }

    /** A stream that is not in the protocol. */
    void malformed(MilterWireException e) {
        meter.protocolError();
        String what = String.valueOf(e.getMessage());
        log.warn(what, "{}: not the milter protocol: {}; connection closed", meter.name(), what);
    }

    /** A change that cannot be made because the MTA did not offer it. */
    void notOffered(Object kind) {
        log.warn(kind.toString(), "{}: a change is left out that the MTA does not allow: {}", meter.name(), kind);
    }

    /** Counts a reply that is about to be sent. */
    void answered(long since) {
        meter.answered(System.nanoTime() - since);
    }
}
