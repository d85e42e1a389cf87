package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * Asks the rules of messages that no MTA sent, through the same code: whoever wants to know tells a session what an MTA would. Nothing
 * is counted or logged. Safe for use by many threads.
 */
public final class RuleTrial {

    /** An MTA that lets a filter do everything, as Postfix does. */
    private static final Offer EVERYTHING = new Offer(6, EnumSet.allOf(ChangeKind.class), true, true);

    private final RulePlans plans = new RulePlans();

    private final Wishes wishes;

    /** Parameters as in {@link RuleFilter}. */
    public RuleTrial(List<Rule> rules, MessageLimits limits, Duration deadline) {
        RulePlan plan = new RulePlan(rules, limits, deadline);
        plans.install(plan);
        this.wishes = plan.wishes(EVERYTHING);
    }

    /**
     * Begins a session. Macros are those of Postfix: {@code auth_authen}, {@code client_addr}, {@code i} and so on, at any stage.
     *
     * @param listener hears what each rule says
     */
    public FilterSession open(RuleListener listener) {
        return new RuleSession(plans, EVERYTHING, wishes, listener);
    }
}
