package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.Match;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The way of one request through the rules. Used by one thread at a time. */
final class RuleWalk {

    private static final CompletableFuture<Action> DUNNO = CompletableFuture.completedFuture(Action.DUNNO);

    /** The rule is not for this request. */
    private static final Verdict SKIPPED = new Verdict.Pass(() -> {});

    private static final Verdict TOO_LATE = new Verdict.Unavailable("no answer in time");

    private static final CompletableFuture<Verdict> SKIP = CompletableFuture.completedFuture(SKIPPED);

    private final Rule[] rules;
    private final PolicyRequest request;
    private final RuleObserver observer;
    private final DecisionLog log;
    private final Duration longest;
    private List<Runnable> giveBacks = List.of();
    private Action answer = Action.DUNNO;
    private int at;
    private boolean waited;
    private long end;

    RuleWalk(Rule[] rules, PolicyRequest request, RuleObserver observer, DecisionLog log, Duration longest) {
        this.rules = rules;
        this.request = request;
        this.observer = observer;
        this.log = log;
        this.longest = longest;
    }

    /** Goes on as long as verdicts are there, then waits for the next one. */
    CompletableFuture<Action> run() {
        while (at < rules.length) {
            Rule rule = rules[at++];
            CompletableFuture<Verdict> verdict = ask(rule);
            if (!verdict.isDone()) {
                return inTime(rule, verdict).thenCompose(late -> ends(rule, late) ? done() : run());
            }
            if (ends(rule, verdict.join())) {
                return done();
            }
        }
        return done();
    }

    /**
     * Unavailable when all of the time is used up. Each question has a deadline of its own, but a check may ask many, one after the
     * other, and Postfix lets the mail pass when it waits longer than its timeout.
     */
    private CompletableFuture<Verdict> inTime(Rule rule, CompletableFuture<Verdict> verdict) {
        long now = System.nanoTime();
        if (!waited) {
            waited = true;
            end = now + longest.toNanos();
        }
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Void> unused = verdict.thenAccept(said -> {
            if (!mine.complete(said)) {
                tooLate(rule, said);
            }
        });
        return mine.completeOnTimeout(TOO_LATE, Math.max(0, end - now), TimeUnit.NANOSECONDS);
    }

    /** What is counted in the end for a mail that was put off meanwhile is taken back. */
    private void tooLate(Rule rule, Verdict said) {
        if (said instanceof Verdict.Pass pass
                && rule.mode() == Mode.ENFORCE
                && rule.onUnavailable() == OnUnavailable.DEFER) {
            giveBack(pass.giveBack());
        }
    }

    private CompletableFuture<Action> done() {
        return answer.equals(Action.DUNNO) ? DUNNO : CompletableFuture.completedFuture(answer);
    }

    /** Never completes exceptionally. */
    private CompletableFuture<Verdict> ask(Rule rule) {
        try {
            CompletableFuture<Match> match = rule.condition().matches(request);
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
            return rule.check().check(request, rule.mode());
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
        Throwable cause = defect.getCause();
        log.failed(rule, defect instanceof CompletionException && cause != null ? cause : defect);
        return new Verdict.Unavailable(defect instanceof CancellationException ? "cancelled" : "a defect in the check");
    }

    /** Whether the list ends here. */
    private boolean ends(Rule rule, Verdict verdict) {
        if (verdict instanceof Verdict.Pass pass) {
            if (pass != SKIPPED) {
                observer.decided(rule.name(), Decision.DUNNO, rule.mode());
                keep(pass);
            }
            return false;
        }
        if (verdict instanceof Verdict.Decide decide) {
            return decided(rule, decide);
        }
        observer.decided(rule.name(), Decision.UNAVAILABLE, rule.mode());
        Action action = rule.onUnavailable().action(request.stage());
        log.unavailable(rule, request, action, ((Verdict.Unavailable) verdict).reason());
        return take(rule, action);
    }

    private boolean decided(Rule rule, Verdict.Decide decide) {
        Action action = rule.action().isPresent()
                ? rule.action().get().fill(request, rule.name(), decide.reason())
                : decide.action();
        observer.decided(rule.name(), action.decision(), rule.mode());
        if (!action.equals(Action.DUNNO)) {
            log.decided(rule, request, action, decide.reason());
        }
        return take(rule, action);
    }

    private boolean take(Rule rule, Action action) {
        if (rule.mode() == Mode.OBSERVE) {
            return false;
        }
        if (action.decision() == Decision.DUNNO) {
            if (answer.equals(Action.DUNNO)) {
                answer = action;
            }
            return false;
        }
        answer = action;
        if (action.decision().refuses()) {
            giveBack();
        }
        return true;
    }

    private void keep(Verdict.Pass pass) {
        if (pass == Verdict.PASS) {
            return;
        }
        if (giveBacks.isEmpty()) {
            giveBacks = new ArrayList<>(2);
        }
        giveBacks.add(pass.giveBack());
    }

    private void giveBack() {
        for (int i = giveBacks.size() - 1; i >= 0; i--) {
            giveBack(giveBacks.get(i));
        }
        giveBacks = List.of();
    }

    private void giveBack(Runnable counted) {
        try {
            counted.run();
        } catch (RuntimeException defect) {
            log.notGivenBack(defect);
        }
    }
}
