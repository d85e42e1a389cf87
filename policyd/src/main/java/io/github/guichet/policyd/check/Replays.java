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

    /* An entry has a verdict or limits in what it holds, or is free. Its numbers lie side by side, as they are looked at. */
    private static final int MAIL = 0;
    private static final int AMOUNT = 1;
    private static final int SECONDS = 2;
    private static final int NANOS = 3;
    private static final int NUMBERS = 4;

    private final long[] numbers = new long[SIZE * NUMBERS];
    private final @Nullable Object[] held = new Object[SIZE];
    /** Which entry of each set is the oldest. */
    private final byte[] oldest = new byte[SIZE / WAYS];

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
                if (is(i, mail)) {
                    return Optional.of(said(i));
                }
            }
            int turn = oldest[first / WAYS];
            oldest[first / WAYS] = (byte) ((turn + 1) % WAYS);
            numbers[(first + turn) * NUMBERS + MAIL] = mail;
            held[first + turn] = mine;
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
                held[i] = counted.limits();
                numbers[i * NUMBERS + AMOUNT] = counted.amount();
                numbers[i * NUMBERS + SECONDS] = at.getEpochSecond();
                numbers[i * NUMBERS + NANOS] = at.getNano();
            }
        }
    }

    /** It does not count any more, or never did: who asks again begins anew. */
    void forget(String instance, CompletableFuture<Verdict> mine) {
        int first = first(instance);
        synchronized (lock(first)) {
            int i = find(first, mine);
            if (i >= 0) {
                held[i] = null;
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
                if (is(i, mail) && held[i] instanceof List && at(i).equals(counted.at())) {
                    held[i] = null;
                    return true;
                }
            }
            return false;
        }
    }

    private int find(int first, CompletableFuture<Verdict> mine) {
        for (int i = first; i < first + WAYS; i++) {
            if (held[i] == mine) {
                return i;
            }
        }
        return -1;
    }

    private boolean is(int i, long mail) {
        return numbers[i * NUMBERS + MAIL] == mail && held[i] != null;
    }

    /** What is held is what {@link #before} and {@link #counted} take. */
    @SuppressWarnings("unchecked")
    private Said said(int i) {
        return held[i] instanceof CompletableFuture<?> verdict
                ? new Said.Once((CompletableFuture<Verdict>) verdict)
                : new Said.Counted(numbers[i * NUMBERS + AMOUNT], (List<Limit>) held[i], at(i));
    }

    private Instant at(int i) {
        return Instant.ofEpochSecond(numbers[i * NUMBERS + SECONDS], numbers[i * NUMBERS + NANOS]);
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
