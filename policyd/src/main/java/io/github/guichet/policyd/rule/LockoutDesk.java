package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.Lockouts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses what locked accounts want to send, before any rule is asked: somebody who had logged in before he was locked does not get
 * another mail out. Refused are MAIL, RCPT, DATA and END-OF-MESSAGE, for good, because a mail program that tries again changes
 * nothing. Safe for use by many threads.
 */
public final class LockoutDesk implements PolicyDesk {

    /** What it is called in the log and in metrics. */
    public static final String RULE = "lockout";

    /** What Postfix is told. */
    public static final Action REFUSAL = new Action(
            Decision.REJECT, "554 5.7.1 This account is locked and cannot send mail; please ask your postmaster");

    private static final CompletableFuture<Action> REFUSED = CompletableFuture.completedFuture(REFUSAL);

    private final Lockouts lockouts;
    private final UnaryOperator<String> names;
    private final PolicyDesk next;
    private final RuleObserver observer;
    private final DecisionLog log;

    /**
     * A desk in front of another.
     *
     * @param names what is done to a login to get the name of its account
     * @param next decides on everything else
     * @param observer hears of refusals, as those of a rule of the name {@value #RULE}
     */
    public LockoutDesk(Lockouts lockouts, UnaryOperator<String> names, PolicyDesk next, RuleObserver observer) {
        this(lockouts, names, next, observer, LoggerFactory.getLogger(DecisionLog.LOGGER));
    }

    LockoutDesk(Lockouts lockouts, UnaryOperator<String> names, PolicyDesk next, RuleObserver observer, Logger log) {
        this.lockouts = lockouts;
        this.names = names;
        this.next = next;
        this.observer = observer;
        this.log = new DecisionLog(log);
    }

    /** Why a request is refused; empty for one that goes on to the rules. */
    public Optional<Lockout> lockout(PolicyRequest request) {
        if (lockouts.isEmpty() || !isSending(request.stage())) {
            return Optional.empty();
        }
        String login = request.login();
        return login.isEmpty() ? Optional.empty() : lockouts.lockout(names.apply(login));
    }

    @Override
    public CompletableFuture<Action> decide(PolicyRequest request) {
        Optional<Lockout> lockout = lockout(request);
        if (lockout.isEmpty()) {
            return next.decide(request);
        }
        observer.decided(RULE, Decision.REJECT, Mode.ENFORCE);
        log.decided(
                RULE,
                Mode.ENFORCE,
                request,
                REFUSAL,
                "locked out by " + lockout.get().by());
        return REFUSED;
    }

    private static boolean isSending(Stage stage) {
        return stage == Stage.MAIL || stage == Stage.RCPT || stage == Stage.DATA || stage == Stage.END_OF_MESSAGE;
    }
}
