package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a rule of rates remembers beside its store: the mails that are under way, those that were counted a moment ago, who sends from
 * where, and what was told. A rule that takes the place of another one under the same name goes on with it. Safe for use by many threads.
 */
public final class RateMemory {

    private static final int MOST = 20_000;

    private final RecentMail recent;
    private final Transactions transactions;
    private final Replays replays = new Replays();
    private final UncountedWatch watch;
    /** When marks of what was told were touched last, by their keys. */
    private final Cache<String, Instant> touched =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).build();

    private volatile boolean askedAtRcpt;

    /** An empty one. */
    public RateMemory(String rule, InstantSource clock) {
        this.recent = new RecentMail(rule, clock);
        this.transactions = new Transactions(clock);
        this.watch = new UncountedWatch(rule);
    }

    RecentMail recent() {
        return recent;
    }

    Transactions transactions() {
        return transactions;
    }

    Replays replays() {
        return replays;
    }

    UncountedWatch watch() {
        return watch;
    }

    Cache<String, Instant> touched() {
        return touched;
    }

    boolean askedAtRcpt() {
        return askedAtRcpt;
    }

    void nowAskedAtRcpt() {
        askedAtRcpt = true;
    }
}
