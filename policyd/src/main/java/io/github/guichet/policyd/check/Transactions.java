package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The recipients that were let pass in each mail transaction: at the end of a message Postfix names a recipient only if there is just
 * one. Bounded in transactions, in recipients of one, and in recipients of all. Safe for use by many threads.
 */
final class Transactions {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST = 20_000;
    /** Postfix's {@code smtpd_recipient_limit} is 1000, and there may be an overshoot. */
    private static final int MOST_RECIPIENTS = 2000;

    private static final long MOST_IN_ALL = 200_000;

    private static final class Transaction {
        private final Set<String> recipients = new LinkedHashSet<>(4);
        private boolean gone;
    }

    private final AtomicLong all = new AtomicLong();
    private final Cache<String, Transaction> transactions;

    Transactions(InstantSource clock) {
        this.transactions = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(MOST)
                .expireAfterAccess(KEPT)
                .removalListener(this::removed)
                .build();
    }

    private void removed(@Nullable String instance, @Nullable Transaction transaction, RemovalCause cause) {
        if (transaction != null) {
            synchronized (transaction) {
                transaction.gone = true;
                all.addAndGet(-transaction.recipients.size());
            }
        }
    }

    /**
     * Notes a recipient.
     *
     * @param instance not empty
     */
    void add(String instance, String recipient) {
        Transaction transaction = transactions.get(instance, i -> new Transaction());
        synchronized (transaction) {
            if (!transaction.gone
                    && transaction.recipients.size() < MOST_RECIPIENTS
                    && all.get() < MOST_IN_ALL
                    && transaction.recipients.add(recipient)) {
                all.incrementAndGet();
            }
        }
    }

    /** Forgets a recipient, which another rule refused. */
    void remove(String instance, String recipient) {
        Transaction transaction = transactions.getIfPresent(instance);
        if (transaction != null) {
            synchronized (transaction) {
                if (!transaction.gone && transaction.recipients.remove(recipient)) {
                    all.decrementAndGet();
                }
            }
        }
    }

    /** The recipients, in the order in which they came; the transaction is over and forgotten. */
    Set<String> end(String instance) {
        Transaction transaction = transactions.getIfPresent(instance);
        if (transaction == null) {
            return Set.of();
        }
        Set<String> recipients;
        synchronized (transaction) {
            recipients = new LinkedHashSet<>(transaction.recipients);
        }
        transactions.invalidate(instance);
        return recipients;
    }
}
