package io.github.guichet.policyd.check;

import io.github.guichet.server.RepeatedLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a rule is asked only where it cannot count. Nothing else would tell: with the service in the wrong restriction list a
 * limit is never reached, and nobody misses it until an account is abused.
 *
 * <p>Ten transactions without an end are a sign as long as there was never one. After that it takes many more: a mail that is refused
 * has no end either, and a host can be refused many.
 */
final class UncountedWatch {

    private static final Logger LOG = LoggerFactory.getLogger(UncountedWatch.class);
    private static final int AT_FIRST = 10;
    private static final int LATER = 1000;
    /** Transactions run side by side; of 256 it is remembered that they were seen. */
    private static final int SLOT_SHIFT = 32 - 8;

    private final String rule;
    private final AtomicIntegerArray seen = new AtomicIntegerArray(1 << (32 - SLOT_SHIFT));
    private final AtomicInteger sinceTheLastEnd = new AtomicInteger();
    private final LongAdder uncounted = new LongAdder();
    private final RepeatedLog log = new RepeatedLog(LOG);
    private volatile boolean everEnded;

    UncountedWatch(String rule) {
        this.rule = rule;
    }

    /** The rule was asked about a mail before its end. */
    void asked(String instance) {
        // Instances differ in their last characters: multiplied, every bit of the slot depends on them.
        int hash = instance.hashCode() * 0x9e3779b9;
        if (seen.getAndSet(hash >>> SLOT_SHIFT, hash) == hash) {
            return;
        }
        int mails = sinceTheLastEnd.incrementAndGet();
        if (mails >= (everEnded ? LATER : AT_FIRST)) {
            uncounted.increment();
            log.warn(
                    "never",
                    "rule \"{}\" counts nothing: it was asked about {} mails, and not once at the end of one. Call the policy service "
                            + "in smtpd_end_of_data_restrictions too",
                    rule,
                    mails);
        }
    }

    /** Another rule refused the mail: it would not have been counted. */
    void refused() {
        sinceTheLastEnd.updateAndGet(mails -> Math.max(0, mails - 1));
    }

    /** The rule was asked at the end of a message. */
    void ended() {
        if (!everEnded) {
            everEnded = true;
        }
        if (sinceTheLastEnd.get() != 0) {
            sinceTheLastEnd.set(0);
        }
    }

    /** The rule was asked at the end of a message, but of some recipients nobody knows who they are. */
    void unknown(long recipients) {
        uncounted.increment();
        log.warn(
                "recipients",
                "rule \"{}\" does not know {} recipients of a mail, and does not count them: Postfix names them only at RCPT. Call the "
                        + "policy service in smtpd_recipient_restrictions too, and let the rule apply there",
                rule,
                recipients);
    }

    /** How many mails were not, or not wholly, counted. */
    long count() {
        return uncounted.sum();
    }
}
