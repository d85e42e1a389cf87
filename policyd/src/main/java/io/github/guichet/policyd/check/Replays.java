package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What was said of the last mails. Postfix asks again when a reply got lost (attr_clnt.c), and one mail may be asked about by two
 * services that lead to the same rule: it counts once.
 *
 * <p>Every mail is noted here, so this is a table of fixed size in which the oldest of four neighbours gives way: a mail is forgotten
 * after thousands of others, and Postfix asks again after a second. A mail that was counted is kept as numbers: thousands of objects
 * that live for some seconds each would cost the garbage collector more than all the rest costs. A mail is known by 64 bits of its
 * instance. Safe for use by many threads.
 */
final class Replays {

    private static final int WAYS = 4;
    private static final int SET_BITS = 12;
    private static final int SIZE = WAYS << SET_BITS;
    private static final int LOCKS = 64;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    /** What is known of a mail. */
    sealed interface Said {

        /**
         * A verdict, there already or not.
         *
         * @param verdict of whoever asked first
         */
        record Once(CompletableFuture<Verdict> verdict) implements Said {}

        /**
         * It passed and was counted, for its one subject.
         *
         * @param amount how much
         * @param limits against which
         * @param at when, by the store's clock
         */
        record Counted(long amount, List<Limit> limits, Instant at) implements Said {}
    }

    /* Set by set; in each the newest first. An entry has a verdict or limits, or is free. */
    private final long[] mails = new long[SIZE];
    private final @Nullable CompletableFuture<?>[] verdicts = new CompletableFuture<?>[SIZE];
    private final @Nullable List<?>[] limits = new List<?>[SIZE];
    private final long[] amounts = new long[SIZE];
    private final long[] seconds = new long[SIZE];
    private final int[] nanos = new int[SIZE];

    private final Object[] locks = new Object[LOCKS];

    Replays() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * What was, or will be, said of a mail.
     *
     * @param mine will be completed by the caller if nobody has asked before
     * @return empty if nobody has
     */
    Optional<Said> before(String instance, CompletableFuture<Verdict> mine) {
        long mail = mail(instance);
        int first = first(instance);
        synchronized (lock(first)) {
            for (int i = first; i < first + WAYS; i++) {
                if (mails[i] == mail && (verdicts[i] != null || limits[i] != null)) {
                    return Optional.of(said(i));
                }
            }
            for (int i = first + WAYS - 1; i > first; i--) {
                move(i - 1, i);
            }
            mails[first] = mail;
            verdicts[first] = mine;
            limits[first] = null;
            return Optional.empty();
        }
    }

    /** The verdict of the mail is that it passed and was counted. */
    void counted(String instance, CompletableFuture<Verdict> mine, Said.Counted counted) {
        int first = first(instance);
        synchronized (lock(first)) {
            int i = find(first, mine);
            if (i >= 0) {
                Instant at = counted.at();
                verdicts[i] = null;
                limits[i] = counted.limits();
                amounts[i] = counted.amount();
                seconds[i] = at.getEpochSecond();
                nanos[i] = at.getNano();
            }
        }
    }

    /** It does not count any more, or never did: who asks again begins anew. */
    void forget(String instance, CompletableFuture<Verdict> mine) {
        int first = first(instance);
        synchronized (lock(first)) {
            int i = find(first, mine);
            if (i >= 0) {
                verdicts[i] = null;
            }
        }
    }

    /**
     * The same for one that was counted.
     *
     * @return whether it is the caller who has to take back what was counted; false if somebody was quicker, or if it was forgotten
     */
    boolean forget(String instance, Said.Counted counted) {
        long mail = mail(instance);
        int first = first(instance);
        synchronized (lock(first)) {
            for (int i = first; i < first + WAYS; i++) {
                if (mails[i] == mail && limits[i] != null && at(i).equals(counted.at())) {
                    limits[i] = null;
                    return true;
                }
            }
            return false;
        }
    }

    private int find(int first, CompletableFuture<Verdict> mine) {
        for (int i = first; i < first + WAYS; i++) {
            if (verdicts[i] == mine) {
                return i;
            }
        }
        return -1;
    }

    private void move(int from, int to) {
        mails[to] = mails[from];
        verdicts[to] = verdicts[from];
        limits[to] = limits[from];
        amounts[to] = amounts[from];
        seconds[to] = seconds[from];
        nanos[to] = nanos[from];
    }

    /** What is stored in these arrays is what {@link #before} and {@link #counted} take. */
    @SuppressWarnings("unchecked")
    private Said said(int i) {
        CompletableFuture<Verdict> verdict = (CompletableFuture<Verdict>) verdicts[i];
        if (verdict != null) {
            return new Said.Once(verdict);
        }
        List<Limit> known = (List<Limit>) limits[i];
        return new Said.Counted(amounts[i], known == null ? List.of() : known, at(i));
    }

    private Instant at(int i) {
        return Instant.ofEpochSecond(seconds[i], nanos[i]);
    }

    private Object lock(int first) {
        return locks[first / WAYS % LOCKS];
    }

    private static long mail(String instance) {
        long mail = instance.length();
        for (int i = 0; i < instance.length(); i++) {
            mail = mail * FACTOR + instance.charAt(i);
        }
        return mail;
    }

    /** Instances differ in their last characters: multiplied, every bit of the set depends on them. */
    private static int first(String instance) {
        return ((instance.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - SET_BITS)) * WAYS;
    }
}
