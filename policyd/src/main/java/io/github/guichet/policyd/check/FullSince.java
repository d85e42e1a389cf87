package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Remembers since when mailboxes are full. Safe for use by many threads. */
final class FullSince {

    private static final Duration MUCH_LONGER = Duration.ofDays(30);
    private static final int MOST = 50_000;
    private static final Duration SELDOM = Duration.ofMinutes(10);

    private final Marks marks;
    private final String space;
    private final Duration grace;

    /** Mailboxes of which the store was told, not long ago, that they have room. */
    private final Cache<String, Boolean> told =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(SELDOM).build();

    FullSince(Marks marks, String rule, Duration grace) {
        this.marks = marks;
        this.space = rule + "/full";
        this.grace = grace;
    }

    /** It is full now: since when? */
    CompletableFuture<MarkAnswer> full(String mailbox) {
        told.invalidate(mailbox);
        return marks.touch(space, mailbox, grace.plus(MUCH_LONGER));
    }

    /** It has room for some mail: the next time that it is full is the first. Nobody waits for this. */
    void free(String mailbox) {
        if (grace.isZero() || told.asMap().putIfAbsent(mailbox, true) != null) {
            return;
        }
        marks.look(space, mailbox).thenAccept(known -> {
            if (known instanceof MarkAnswer.Known) {
                marks.forget(space, mailbox).thenAccept(done -> {
                    if (!done) {
                        told.invalidate(mailbox);
                    }
                });
            }
        });
    }
}
