package io.github.guichet.policyd.check;

import io.github.guichet.policyd.rule.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What was said of the last mails. Postfix asks again when a reply got lost (attr_clnt.c), and one mail may be asked about by two
 * services that lead to the same rule: it counts once.
 *
 * <p>Every mail is noted here, so this is a table of fixed size in which the oldest of four neighbours gives way: a mail is forgotten
 * after thousands of others, and Postfix asks again after a second. Safe for use by many threads.
 */
final class Replays {

    private static final int WAYS = 4;
    private static final int SET_BITS = 12;
    private static final int LOCKS = 64;

    private record Said(String instance, CompletableFuture<Verdict> verdict) {}

    /** Set by set; in each the newest first. */
    private final @Nullable Said[] table = new Said[WAYS << SET_BITS];

    /** The hashes of their instances: to look at a mail that is another one costs no walk through memory. */
    private final int[] hashes = new int[WAYS << SET_BITS];

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
    Optional<CompletableFuture<Verdict>> before(String instance, CompletableFuture<Verdict> mine) {
        int hash = instance.hashCode();
        int set = set(hash);
        synchronized (locks[set % LOCKS]) {
            int first = set * WAYS;
            for (int i = first; i < first + WAYS; i++) {
                Said said = hashes[i] == hash ? table[i] : null;
                if (said != null && said.instance().equals(instance)) {
                    return Optional.of(said.verdict());
                }
            }
            System.arraycopy(table, first, table, first + 1, WAYS - 1);
            System.arraycopy(hashes, first, hashes, first + 1, WAYS - 1);
            table[first] = new Said(instance, mine);
            hashes[first] = hash;
            return Optional.empty();
        }
    }

    /** It does not count any more, or never did: who asks again begins anew. */
    void forget(String instance, CompletableFuture<Verdict> mine) {
        int set = set(instance.hashCode());
        synchronized (locks[set % LOCKS]) {
            for (int i = set * WAYS; i < (set + 1) * WAYS; i++) {
                Said said = table[i];
                if (said != null && said.verdict() == mine) {
                    table[i] = null;
                }
            }
        }
    }

    /** Instances differ in their last characters: multiplied, every bit of the set depends on them. */
    private static int set(int hash) {
        return (hash * 0x9e3779b9) >>> (32 - SET_BITS);
    }
}
