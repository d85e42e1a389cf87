package io.github.guichet.policyd.rule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in order; the first that does not say DUNNO decides.
 *
 * <p>Postfix carries out one action a request, so the rules behind that one are not asked, also where Postfix itself would go on after
 * the action: {@code HOLD}, {@code PREPEND}, {@code BCC}, {@code REDIRECT}, {@code FILTER}, {@code DEFER_IF_REJECT}. Only {@code
 * WARN} and {@code INFO} count as DUNNO, because a rule that merely logs must not lift a limit behind it: the first of them is
 * answered if no other rule decides.
 *
 * <p>A rule that is only observed is counted and logged, and the next one is asked. When the mail is refused, the rules before take
 * back what they counted, the last one first.
 *
 * <p>A check that fails is one that could not say. Safe for use by many threads.
 */
public final class RuleChain implements PolicyDesk {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.LOGGER);

    private final Rule[] rules;
    private final RuleObserver observer;
    private final DecisionLog log;
    private final Duration longest;

    /**
     * A chain.
     *
     * @param rules in the order in which they are asked; none: DUNNO to everything
     * @param longest how long all of them together may wait for sources and stores; a rule that then has no answer is one that could
     *     not say
     */
    public RuleChain(List<Rule> rules, RuleObserver observer, Duration longest) {
        this(rules, observer, longest, LOG);
    }

    RuleChain(List<Rule> rules, RuleObserver observer, Duration longest, Logger log) {
        this.rules = rules.toArray(Rule[]::new);
        this.observer = observer;
        this.longest = longest;
        this.log = new DecisionLog(log);
    }

    @Override
    public CompletableFuture<Action> decide(PolicyRequest request) {
        CompletableFuture<Action> action = new RuleWalk(rules, request, observer, log, longest).run();
        if (log.isDetailed()) {
            long since = System.nanoTime();
            CompletableFuture<Void> unused = action.thenAccept(said -> log.answered(request, said, since));
        }
        return action;
    }
}
