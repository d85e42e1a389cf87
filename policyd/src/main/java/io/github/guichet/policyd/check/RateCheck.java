package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.policyd.check.RateConfig.Count;
import io.github.guichet.policyd.check.RateCount.Part;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How much somebody may send, key {@code check = "rate"}.
 *
 * <p>Mail is counted at END-OF-MESSAGE and nowhere else: only there it is known what was accepted. At RCPT the rule remembers where
 * the mail goes. Before its end mail is refused only for one who may not send at all, and, with {@code early}, for one who is over a
 * limit already. What is over a limit is not counted, even where it is accepted and held; under {@link Mode#OBSERVE} it is, because
 * it went out.
 */
public final class RateCheck implements Check {

    private static final int LONGEST_INSTANCE = 100;

    private final RateConfig config;
    private final RateSubject subjects;
    private final RateTools tools;
    private final RecentMail recent;
    private final Transactions transactions;
    private final Replays replays;
    private final UncountedWatch watch;
    private final BreachWatch breaches;
    private final CompletableFuture<Verdict> refusable;
    private final RateMemory memory;

    /**
     * A check.
     *
     * @param limitsMap from a login, sender, recipient, from <code>@domain</code> for all of a domain, from a domain or a client, to
     *     {@link io.github.guichet.lookup.counter.Limits}; keys are asked folded
     * @param store counts, and remembers what was told
     * @param listener is told of breaches
     */
    public RateCheck(
            RateConfig config,
            Optional<Table> limitsMap,
            CounterStore store,
            BreachListener listener,
            InstantSource clock) {
        this(config, limitsMap, store, listener, clock, new RateMemory(config.rule(), clock));
    }

    /**
     * A check that goes on with what another one of the same name and the same kind of subjects remembers.
     *
     * @param memory of the check that this one takes the place of, or an empty one
     */
    public RateCheck(
            RateConfig config,
            Optional<Table> limitsMap,
            CounterStore store,
            BreachListener listener,
            InstantSource clock,
            RateMemory memory) {
        this.config = config;
        this.memory = memory;
        this.subjects = new RateSubject(config.per(), config.prefix(), config.addresses());
        this.recent = memory.recent();
        this.transactions = memory.transactions();
        this.replays = memory.replays();
        this.watch = memory.watch();
        this.refusable = CompletableFuture.completedFuture(new Verdict.Pass(watch::refused));
        this.breaches = new BreachWatch(config, store.marks(), memory, listener, clock);
        this.tools = new RateTools(
                config,
                store.counters(),
                new SubjectLimits(store.counters(), config.limits(), limitsMap),
                new RateTexts(config),
                breaches,
                clock);
    }

    /** Mails that were not, or not wholly, counted because Postfix asks at the wrong stages; since the start. */
    public long uncounted() {
        return watch.count();
    }

    /**
     * Forgets what was told of somebody; see {@link BreachWatch#forget}. For when an administrator has reset what was counted.
     *
     * @param windows of limits that he had, in seconds
     */
    public CompletableFuture<Void> forgetTold(String subject, Set<Long> windows) {
        return breaches.forget(subject, windows);
    }

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        return switch (request.stage()) {
            case END_OF_MESSAGE -> atTheEnd(request, mode);
            case VRFY, ETRN, OTHER -> Verdict.PASSED;
            default -> before(request, mode);
        };
    }

    private CompletableFuture<Verdict> atTheEnd(PolicyRequest request, Mode mode) {
        watch.ended();
        String instance = request.instance();
        boolean known = !instance.isEmpty() && instance.length() <= LONGEST_INSTANCE;
        if (!known) {
            return new RateCount(tools, request, mode, parts(request, "")).run();
        }
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        Optional<Replays.Said> before = replays.before(instance, mine);
        if (before.isPresent()) {
            return again(before.get(), request, instance);
        }
        try {
            RateCount count = new RateCount(tools, request, mode, parts(request, instance));
            CompletableFuture<Verdict> counted = count.run();
            if (counted.isDone()) {
                mine.complete(remembered(counted.join(), count, instance, mine));
                return mine;
            }
            counted.whenComplete((verdict, defect) -> {
                if (verdict != null) {
                    mine.complete(remembered(verdict, count, instance, mine));
                } else {
                    failed(instance, mine, defect);
                }
            });
        } catch (RuntimeException defect) {
            failed(instance, mine, defect);
        }
        return mine;
    }

    /** A defect must not leave others waiting for what will never be said. */
    private void failed(String instance, CompletableFuture<Verdict> mine, Throwable defect) {
        replays.forget(instance, mine);
        mine.completeExceptionally(defect);
    }

    private CompletableFuture<Verdict> again(Replays.Said said, PolicyRequest request, String instance) {
        if (said instanceof Replays.Said.Once once) {
            return once.verdict();
        }
        Replays.Said.Counted counted = (Replays.Said.Counted) said;
        return subjects.of(request)
                .map(subject -> CompletableFuture.completedFuture(counted(instance, tools.key(subject), counted)))
                .orElse(Verdict.PASSED);
    }

    private Verdict counted(String instance, CounterKey key, Replays.Said.Counted counted) {
        return new Verdict.Pass(() -> {
            if (replays.forget(instance, counted)) {
                tools.counters().giveBack(key, counted.amount(), counted.limits(), counted.at());
            }
        });
    }

    private Verdict remembered(Verdict verdict, RateCount count, String instance, CompletableFuture<Verdict> mine) {
        if (verdict instanceof Verdict.Unavailable) {
            replays.forget(instance, mine);
            return verdict;
        }
        if (!(verdict instanceof Verdict.Pass pass) || pass == Verdict.PASS) {
            return verdict;
        }
        Optional<RateCount.Taken> single = count.single();
        if (single.isPresent() && !config.per().ofRecipients()) {
            RateCount.Taken taken = single.get();
            Replays.Said.Counted counted = new Replays.Said.Counted(taken.amount(), taken.limits(), taken.at());
            replays.counted(instance, mine, counted);
            return counted(instance, taken.key(), counted);
        }
        return new Verdict.Pass(() -> {
            replays.forget(instance, mine);
            pass.giveBack().run();
        });
    }

    private List<Part> parts(PolicyRequest request, String instance) {
        if (config.per().ofRecipients()) {
            return partsByRecipient(request, instance);
        }
        Optional<String> subject = subjects.of(request);
        if (subject.isEmpty()) {
            return List.of();
        }
        CounterKey key = recent.add(subject.get(), request.client(), memory.askedAtRcpt() ? "" : request.recipient());
        return List.of(new Part(key, amount(request, request.recipientCount())));
    }

    private List<Part> partsByRecipient(PolicyRequest request, String instance) {
        Set<String> recipients = instance.isEmpty() ? Set.of() : transactions.end(instance);
        if (!request.recipient().isEmpty()) {
            recipients = Set.of(request.recipient());
        } else if (recipients.size() < request.recipientCount()) {
            watch.unknown(request.recipientCount() - recipients.size());
        }
        Map<String, Long> subjectsOfMail = new LinkedHashMap<>();
        for (String recipient : recipients) {
            subjects.address(recipient).ifPresent(subject -> subjectsOfMail.merge(subject, 1L, Long::sum));
        }
        List<Part> parts = new ArrayList<>(subjectsOfMail.size());
        subjectsOfMail.forEach((subject, count) -> parts.add(new Part(tools.key(subject), amount(request, count))));
        return parts;
    }

    private long amount(PolicyRequest request, long recipients) {
        if (config.count() == Count.MESSAGES) {
            return 1;
        }
        return Math.max(1, config.count() == Count.BYTES ? request.size() : recipients);
    }

    private CompletableFuture<Verdict> before(PolicyRequest request, Mode mode) {
        Optional<String> found = subjects.of(request);
        if (found.isEmpty()) {
            return Verdict.PASSED;
        }
        CounterKey key = request.stage() == Stage.RCPT ? noted(found.get(), request) : tools.key(found.get());
        CompletableFuture<SubjectLimits.Found> limits = tools.limits().find(key);
        return limits.isDone()
                ? before(request, mode, key, limits.join())
                : limits.thenCompose(late -> before(request, mode, key, late));
    }

    private CounterKey noted(String subject, PolicyRequest request) {
        if (!memory.askedAtRcpt()) {
            memory.nowAskedAtRcpt();
        }
        return recent.add(subject, request.client(), request.recipient());
    }

    private CompletableFuture<Verdict> before(
            PolicyRequest request, Mode mode, CounterKey key, SubjectLimits.Found found) {
        if (found instanceof SubjectLimits.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()));
        }
        SubjectLimits.Known known = (SubjectLimits.Known) found;
        if (known.nothing()) {
            return CompletableFuture.completedFuture(new Verdict.Decide(
                    tools.texts().nothing(request, key.subject()), tools.texts().nothingReason(key.subject())));
        }
        if (!isOfMail(request.stage())) {
            return Verdict.PASSED;
        }
        if (known.limits().isEmpty() || !config.early() || !config.over().refuses()) {
            return passed(request, known.limits().isEmpty());
        }
        Part part = new Part(key, early(request));
        CompletableFuture<CountAnswer> answer = tools.counters().look(key, part.amount(), known.limits());
        return answer.isDone()
                ? early(request, mode, part, answer.join())
                : answer.thenCompose(late -> early(request, mode, part, late));
    }

    private static boolean isOfMail(Stage stage) {
        return stage == Stage.MAIL || stage == Stage.RCPT || stage == Stage.DATA;
    }

    /** What the mail will at least be counted as. */
    private long early(PolicyRequest request) {
        return config.per().ofRecipients() && config.count() == Count.RECIPIENTS
                ? 1
                : amount(request, request.recipientCount());
    }

    private CompletableFuture<Verdict> early(PolicyRequest request, Mode mode, Part part, CountAnswer answer) {
        if (answer instanceof CountAnswer.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()));
        }
        if (answer instanceof CountAnswer.Over over) {
            return CompletableFuture.completedFuture(RateCount.over(tools, request, mode, part, over));
        }
        return passed(request, false);
    }

    /** Passes a mail that is expected to be counted at its end, unless another rule refuses it before. */
    private CompletableFuture<Verdict> passed(PolicyRequest request, boolean unlimited) {
        String instance = request.instance();
        if (instance.isEmpty() || instance.length() > LONGEST_INSTANCE) {
            return Verdict.PASSED;
        }
        if (!unlimited) {
            watch.asked(instance);
        }
        if (request.stage() != Stage.RCPT || !config.per().ofRecipients()) {
            return unlimited ? Verdict.PASSED : refusable;
        }
        String recipient = request.recipient();
        transactions.add(instance, recipient);
        return CompletableFuture.completedFuture(new Verdict.Pass(() -> {
            watch.refused();
            transactions.remove(instance, recipient);
        }));
    }
}
