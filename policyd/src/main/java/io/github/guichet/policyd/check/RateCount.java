package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts one mail at its end, for all its subjects or for none. Used by one thread at a time. */
final class RateCount {

    /** More than anything that is counted: who is only observed is counted beyond his limits. */
    private static final long ANY = 1L << 62;

    /**
     * A part of the mail.
     *
     * @param key for whom it is counted
     * @param amount how much
     */
    record Part(CounterKey key, long amount) {

        /** For whom. */
        String subject() {
            return key.subject();
        }
    }

    /** What was counted for one subject. */
    record Taken(CounterKey key, long amount, List<Limit> limits, Instant at) {}

    private final RateTools tools;
    private final PolicyRequest request;
    private final Mode mode;
    private final List<Part> parts;
    private final List<Taken> taken = new ArrayList<>(1);
    private Verdict observed = Verdict.PASS;
    private int at;

    RateCount(RateTools tools, PolicyRequest request, Mode mode, List<Part> parts) {
        this.tools = tools;
        this.request = request;
        this.mode = mode;
        this.parts = parts;
    }

    /** Goes on as long as answers are there, then waits for the next one. */
    CompletableFuture<Verdict> run() {
        while (at < parts.size()) {
            Part part = parts.get(at++);
            CompletableFuture<Verdict> step = count(part);
            if (!step.isDone()) {
                return step.thenCompose(late -> ends(late) ? CompletableFuture.completedFuture(late) : run());
            }
            Verdict verdict = step.join();
            if (ends(verdict)) {
                return step;
            }
        }
        return CompletableFuture.completedFuture(end());
    }

    /** One part that is not counted, and none is. */
    private boolean ends(Verdict verdict) {
        if (verdict instanceof Verdict.Pass) {
            return false;
        }
        if (verdict instanceof Verdict.Decide && mode == Mode.OBSERVE) {
            observed = observed instanceof Verdict.Pass ? verdict : observed;
            return false;
        }
        giveBack();
        return true;
    }

    private Verdict end() {
        if (!(observed instanceof Verdict.Pass)) {
            return observed;
        }
        if (taken.isEmpty()) {
            return Verdict.PASS;
        }
        AtomicBoolean done = new AtomicBoolean();
        return new Verdict.Pass(() -> {
            if (done.compareAndSet(false, true)) {
                giveBack();
            }
        });
    }

    /** What was counted, if it was for one subject. */
    Optional<Taken> single() {
        return taken.size() == 1 ? Optional.of(taken.get(0)) : Optional.empty();
    }

    private void giveBack() {
        for (Taken each : taken) {
            tools.counters().giveBack(each.key(), each.amount(), each.limits(), each.at());
        }
        taken.clear();
    }

    private CompletableFuture<Verdict> count(Part part) {
        CounterKey key = part.key();
        CompletableFuture<SubjectLimits.Found> limits = tools.limits().find(key);
        return limits.isDone() ? count(key, part, limits.join()) : limits.thenCompose(late -> count(key, part, late));
    }

    private CompletableFuture<Verdict> count(CounterKey key, Part part, SubjectLimits.Found found) {
        if (found instanceof SubjectLimits.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()));
        }
        SubjectLimits.Known known = (SubjectLimits.Known) found;
        if (known.limits().isEmpty()) {
            return Verdict.PASSED;
        }
        if (known.nothing()) {
            return CompletableFuture.completedFuture(new Verdict.Decide(
                    tools.texts().nothing(request, part.subject()),
                    tools.texts().nothingReason(part.subject())));
        }
        List<Limit> limits = mode == Mode.OBSERVE ? unbounded(known.limits()) : known.limits();
        CompletableFuture<CountAnswer> answer = tools.counters().take(key, part.amount(), limits);
        return answer.isDone()
                ? CompletableFuture.completedFuture(judge(key, part, known.limits(), answer.join()))
                : answer.thenApply(late -> judge(key, part, known.limits(), late));
    }

    private static List<Limit> unbounded(List<Limit> limits) {
        return limits.stream().map(limit -> new Limit(ANY, limit.window())).toList();
    }

    private Verdict judge(CounterKey key, Part part, List<Limit> limits, CountAnswer answer) {
        if (answer instanceof CountAnswer.Unavailable unavailable) {
            return new Verdict.Unavailable(unavailable.reason());
        }
        if (answer instanceof CountAnswer.Over over) {
            return over(tools, request, mode, part, over);
        }
        CountAnswer.Within within = (CountAnswer.Within) answer;
        taken.add(new Taken(key, part.amount(), limits, within.at()));
        List<Usage> usages = mode == Mode.OBSERVE ? real(within.usages(), limits) : within.usages();
        for (Usage usage : usages) {
            if (usage.used() > usage.limit().most()) {
                Usage before = new Usage(usage.limit(), usage.used() - part.amount());
                return over(
                        tools,
                        request,
                        mode,
                        part,
                        new CountAnswer.Over(before, usages, usage.limit().window()));
            }
        }
        tools.breaches().near(part.subject(), request.login(), usages);
        return Verdict.PASS;
    }

    /** What was counted without bounds, against the limits that are observed. */
    private static List<Usage> real(List<Usage> usages, List<Limit> limits) {
        List<Usage> real = new ArrayList<>(usages.size());
        for (int i = 0; i < usages.size(); i++) {
            real.add(new Usage(limits.get(i), usages.get(i).used()));
        }
        return real;
    }

    /** What is said of a mail over a limit, after telling whoever is to be told. */
    static Verdict over(RateTools tools, PolicyRequest request, Mode mode, Part part, CountAnswer.Over over) {
        String subject = part.subject();
        Action action = tools.texts()
                .over(
                        request,
                        subject,
                        over.over(),
                        part.amount(),
                        over.retryAfter(),
                        tools.clock().instant());
        // Who stays near his limit, though nothing is counted now, is not warned again soon.
        tools.breaches().near(subject, request.login(), over.usages());
        tools.breaches().over(subject, request.login(), over.over(), action, mode);
        return new Verdict.Decide(action, tools.texts().overReason(subject, over.over()));
    }
}
