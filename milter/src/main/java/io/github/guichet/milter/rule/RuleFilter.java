package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in order, asked at the end of each message. A refusal ends the list, and then nothing is changed; all else goes on: what
 * rules change, tag or hold adds up.
 *
 * <p>A check that fails is one that could not say. Safe for use by many threads.
 */
public final class RuleFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(MilterLog.LOGGER);

    private final RulePlans plans = new RulePlans();
    private final RuleListener listener;

    /**
     * A filter.
     *
     * @param rules in the order in which they are asked
     * @param limits of what is held of one message
     * @param deadline how long all rules together may wait for sources; a rule that then has no answer is one that could not say
     * @param observer counts
     */
    public RuleFilter(List<Rule> rules, MessageLimits limits, Duration deadline, RuleObserver observer) {
        this(rules, limits, deadline, observer, LOG);
    }

    /** A filter to which {@link #replace} gives its rules before anybody asks it. */
    public RuleFilter(RuleObserver observer) {
        this.listener = new MilterLog(LOG, observer);
    }

    RuleFilter(List<Rule> rules, MessageLimits limits, Duration deadline, RuleObserver observer, Logger log) {
        plans.install(new RulePlan(rules, limits, deadline));
        this.listener = new MilterLog(log, observer);
    }

    /** Rules that are in use, until they are given back. */
    public interface InUse {

        /** Whether a message or a session would be without rules without these. */
        boolean isNeeded();

        /** Nobody is judged by them any more; who depends on them has his message put off. */
        void giveBack();
    }

    /**
     * Has messages judged by other rules from now on, by the rules of before only where the MTA does not tell enough for the new ones.
     * Parameters as for the constructor.
     *
     * @return the new rules
     */
    public InUse replace(List<Rule> rules, MessageLimits limits, Duration deadline) {
        RulePlan plan = new RulePlan(rules, limits, deadline);
        plans.install(plan);
        return new InUse() {
            @Override
            public boolean isNeeded() {
                return plans.needs(plan);
            }

            @Override
            public void giveBack() {
                plans.drop(plan);
            }
        };
    }

    @Override
    public Wishes wishes(Offer offer) {
        return plans.newest()
                .orElseGet(() -> new RulePlan(List.of(), MessageLimits.DEFAULTS, Duration.ZERO))
                .wishes(offer);
    }

    @Override
    public FilterSession open(Offer offer) {
        return open(offer, wishes(offer));
    }

    @Override
    public FilterSession open(Offer offer, Wishes told) {
        return new RuleSession(plans, offer, told, listener);
    }
}
