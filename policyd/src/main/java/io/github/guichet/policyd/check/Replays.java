package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What was said of each mail. Postfix asks again when a reply got lost (attr_clnt.c), and one mail may be asked about by two services
 * that lead to the same rule: it counts once. Safe for use by many threads.
 */
final class Replays {

    private static final int MOST = 20_000;
    /** Far longer than Postfix waits for a reply and tries again. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Cache<String, CompletableFuture<Verdict>> verdicts;

    Replays(InstantSource clock) {
        this.verdicts = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .build();
    }

    /**
     * What was, or will be, said of a mail.
     *
     * @param mine will be completed by the caller if nobody has asked before
     * @return empty if nobody has
     */
    Optional<CompletableFuture<Verdict>> before(String instance, CompletableFuture<Verdict> mine) {
        return Optional.ofNullable(verdicts.asMap().putIfAbsent(instance, mine));
    }

    /** It does not count any more, or never did: who asks again begins anew. */
    void forget(String instance, CompletableFuture<Verdict> mine) {
        verdicts.asMap().remove(instance, mine);
    }
}
