package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Puts off strangers until they come back, check {@code "greylist"}: {@code 450 4.2.0}. A stranger is a triplet of client network, sender
 * ({@link SenderPattern}) and recipient that was not seen before; a mail server tries again, much of what sends spam does not.
 *
 * <p>Asked at RCPT, so that recipients of one mail wait at the same time and not one after the other. Mail of the null sender is
 * decided at DATA instead, if the rule is asked there too: other servers ask with a null sender and RCPT whether a sender of ours
 * exists, and would put off our mail for as long as we put off their question. Where Postfix names no recipient at DATA, because there
 * are several, the triplet has none.
 *
 * <p>Who has logged in is no stranger; nor is a client whose address Postfix does not know, which did not come over a network.
 */
public final class GreylistCheck implements Check {

    /** Mails of which is known that they were counted for their client: one may have many recipients. */
    private static final int MOST_MAILS = 10_000;

    private static final Duration LONGEST_MAIL = Duration.ofMinutes(10);

    /** How much of its time a known one may have used when it is noted again. */
    private static final int FRESH = 8;

    private final GreylistCheckConfig config;
    private final Marks marks;
    private final ClientPrefix client;
    private final Cache<String, Boolean> mails = Caffeine.newBuilder()
            .maximumSize(MOST_MAILS)
            .expireAfterWrite(LONGEST_MAIL)
            .build();

    /** A check. */
    public GreylistCheck(GreylistCheckConfig config) {
        this.config = config;
        this.marks = config.marks();
        this.client = new ClientPrefix(32, Math.max(64, config.prefix().v6()));
    }

    /** One question: who, in three sizes. */
    private record Stranger(String client, String network, String triplet, String mail) {}

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        boolean bounce = request.sender().isEmpty();
        if (request.stage() != (bounce ? Stage.DATA : Stage.RCPT)
                || !request.login().isEmpty()) {
            return Verdict.PASSED;
        }
        Optional<String> network = config.prefix().subject(request.client());
        Optional<String> host = client.subject(request.client());
        if (network.isEmpty() || host.isEmpty()) {
            return Verdict.PASSED;
        }
        String recipient = request.recipient().isEmpty()
                ? ""
                : EnvelopeAddress.of(request.recipient(), config.address()).identity(config.address());
        Stranger stranger = new Stranger(
                host.get(),
                network.get(),
                network.get() + " <" + SenderPattern.of(request.sender()) + "> " + recipient,
                request.instance());
        return known("client", stranger.client(), config.clientAfter())
                .thenCompose(known -> known instanceof MarkAnswer.Unknown
                        ? known("network", stranger.network(), config.networkAfter())
                        : CompletableFuture.completedFuture(known))
                .thenCompose(known -> known instanceof MarkAnswer.Unknown
                        ? known("triplet", stranger.triplet(), 1)
                        : CompletableFuture.completedFuture(known))
                .thenCompose(known -> {
                    if (known instanceof MarkAnswer.Unavailable unavailable) {
                        return unavailable(unavailable.reason());
                    }
                    return known instanceof MarkAnswer.Known ? Verdict.PASSED : come(stranger);
                });
    }

    private String space(String what) {
        return config.rule() + "/" + what;
    }

    /** Known if it was seen often enough; then it is remembered for longer. */
    private CompletableFuture<MarkAnswer> known(String what, String who, int after) {
        if (after < 1) {
            return CompletableFuture.completedFuture(new MarkAnswer.Unknown());
        }
        return marks.look(space(what), who).thenCompose(answer -> {
            if (!(answer instanceof MarkAnswer.Known known)) {
                return CompletableFuture.completedFuture(answer);
            }
            if (known.count() < after) {
                return CompletableFuture.completedFuture(new MarkAnswer.Unknown());
            }
            Duration since = Duration.between(known.last(), config.clock().instant());
            // Not at each mail: it would be a write each time.
            return since.multipliedBy(FRESH).compareTo(config.keep()) > 0
                    ? marks.touch(space(what), who, config.keep())
                    : CompletableFuture.completedFuture(answer);
        });
    }

    private CompletableFuture<Verdict> come(Stranger stranger) {
        Duration window = config.learn() ? config.keep() : config.retryWindow();
        return marks.touch(space("waiting"), stranger.triplet(), window).thenCompose(answer -> {
            if (!(answer instanceof MarkAnswer.Known seen)) {
                return unavailable(answer instanceof MarkAnswer.Unavailable away ? away.reason() : "");
            }
            Duration waited = Duration.between(seen.first(), seen.last());
            if (waited.compareTo(window) > 0) {
                return marks.forget(space("waiting"), stranger.triplet())
                        .thenCompose(forgotten -> marks.touch(space("waiting"), stranger.triplet(), window))
                        .thenCompose(again -> putOff(config.delay()));
            }
            Duration left = config.delay().minus(waited);
            return left.isNegative() || left.isZero() ? cameBack(stranger) : putOff(left);
        });
    }

    private CompletableFuture<Verdict> putOff(Duration left) {
        if (config.learn()) {
            return Verdict.PASSED;
        }
        long seconds = left.plusNanos(999_999_999).toSeconds();
        return CompletableFuture.completedFuture(new Verdict.Decide(
                new Action(Decision.DEFER, "450 4.2.0 Greylisted: please come again in " + seconds + " seconds"),
                "a stranger, " + seconds + " s too soon"));
    }

    /** He is let in, whether all of this can be noted or not. */
    private CompletableFuture<Verdict> cameBack(Stranger stranger) {
        CompletableFuture<?> noted = marks.touch(space("triplet"), stranger.triplet(), config.keep())
                .thenCompose(known -> known instanceof MarkAnswer.Known
                        ? marks.forget(space("waiting"), stranger.triplet())
                        : CompletableFuture.completedFuture(false));
        if (mails.asMap().putIfAbsent(stranger.mail(), true) == null) {
            noted = noted.thenCompose(done -> count("client", stranger.client(), config.clientAfter()))
                    .thenCompose(done -> count("network", stranger.network(), config.networkAfter()));
        }
        return noted.thenApply(done -> Verdict.PASS);
    }

    private CompletableFuture<MarkAnswer> count(String what, String who, int after) {
        return after < 1
                ? CompletableFuture.completedFuture(new MarkAnswer.Unknown())
                : marks.touch(space(what), who, config.keep());
    }

    private static CompletableFuture<Verdict> unavailable(String reason) {
        return CompletableFuture.completedFuture(new Verdict.Unavailable(reason));
    }
}
