package io.github.guichet.milter.rule;

import io.github.guichet.lookup.condition.Match;
import io.github.guichet.milter.rule.RuleListener.Outcome;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Offer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The way of one message through the rules. Used by one thread at a time. */
final class RuleWalk {

    /** The rule is not for this message. */
    private static final Verdict SKIPPED = new Verdict.Pass();

    private static final Verdict TOO_LATE = new Verdict.Unavailable("no answer in time");

    private static final CompletableFuture<Verdict> SKIP = CompletableFuture.completedFuture(SKIPPED);

    private final RulePlan plan;
    private final List<Rule> rules;
    private final MailMessage message;
    private final RuleListener listener;
    private final Judgement judgement;
    private int at;
    private boolean waited;
    private long end;

    RuleWalk(RulePlan plan, Offer offer, MailMessage message, RuleListener listener) {
        this.plan = plan;
        this.rules = plan.rules();
        this.message = message;
        this.listener = listener;
        this.judgement = new Judgement(plan.possible(offer), message, listener);
    }

    /** Goes on as long as verdicts are there, then waits for the next one. */
    CompletableFuture<EndOfMessage> run() {
        while (at < rules.size()) {
            Rule rule = rules.get(at++);
            CompletableFuture<Verdict> verdict = ask(rule);
            if (!verdict.isDone()) {
                return inTime(verdict).thenCompose(late -> ends(rule, late) ? done() : run());
            }
            if (ends(rule, verdict.join())) {
                return done();
            }
        }
        return done();
    }

    /**
     * Unavailable when all of the time is used up. Each question has a deadline of its own, but a check may ask many, one after the
     * other, and whoever sends the mail waits for its reply no longer than ten minutes (RFC 5321, 4.5.3.2.6).
     */
    private CompletableFuture<Verdict> inTime(CompletableFuture<Verdict> verdict) {
        long now = System.nanoTime();
        if (!waited) {
            waited = true;
            end = now + plan.deadline().toNanos();
        }
        return verdict.copy().completeOnTimeout(TOO_LATE, Math.max(0, end - now), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<EndOfMessage> done() {
        EndOfMessage said = judgement.said();
        return said.equals(EndOfMessage.UNCHANGED) ? EndOfMessage.PASSED : CompletableFuture.completedFuture(said);
    }

    /** Never completes exceptionally. */
    private CompletableFuture<Verdict> ask(Rule rule) {
        try {
            CompletableFuture<Match> match = rule.conditionFacts().contains(MessageFact.RECIPIENT.attribute())
                    ? new RecipientCondition(rule.condition(), message).matches()
                    : rule.condition().matches(message);
            if (match.isDone()) {
                return safe(rule, look(rule, match.join()));
            }
            return safe(rule, match.thenCompose(late -> look(rule, late)));
        } catch (RuntimeException defect) {
            return CompletableFuture.completedFuture(failed(rule, defect));
        }
    }

    private CompletableFuture<Verdict> look(Rule rule, Match match) {
        if (match instanceof Match.Yes) {
            return rule.check().check(message);
        }
        return match instanceof Match.Unavailable unavailable
                ? CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()))
                : SKIP;
    }

    private CompletableFuture<Verdict> safe(Rule rule, CompletableFuture<Verdict> verdict) {
        return verdict.isDone() && !verdict.isCompletedExceptionally()
                ? verdict
                : verdict.exceptionally(defect -> failed(rule, defect));
    }

    private Verdict failed(Rule rule, Throwable defect) {
        Throwable cause = Optional.ofNullable(defect.getCause()).orElse(defect);
        listener.failed(rule, message, defect instanceof CompletionException ? cause : defect);
        return new Verdict.Unavailable(defect instanceof CancellationException ? "cancelled" : "a defect in the check");
    }

    /** Whether the list ends here. */
    private boolean ends(Rule rule, Verdict verdict) {
        if (verdict == SKIPPED) {
            listener.skipped(rule);
            return false;
        }
        Outcome outcome = judged(rule, verdict);
        try {
            listener.decided(rule, message, outcome);
        } catch (RuntimeException defect) {
            listener.failed(rule, message, defect); // what is logged decides about no message
        }
        return judgement.isFinal();
    }

    private Outcome judged(Rule rule, Verdict verdict) {
        try {
            return judgement.judge(rule, verdict);
        } catch (RuntimeException defect) {
            return judgement.judge(rule, failed(rule, defect));
        }
    }
}
