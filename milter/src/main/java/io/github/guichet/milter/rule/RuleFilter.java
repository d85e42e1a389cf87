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

    private final RulePlan plan;
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

    RuleFilter(List<Rule> rules, MessageLimits limits, Duration deadline, RuleObserver observer, Logger log) {
        this.plan = new RulePlan(rules, limits, deadline);
        this.listener = new MilterLog(log, observer);
    }

    @Override
    public Wishes wishes(Offer offer) {
        return plan.wishes(offer);
    }

    @Override
    public FilterSession open(Offer offer) {
        return new RuleSession(plan, offer, listener);
    }
}
