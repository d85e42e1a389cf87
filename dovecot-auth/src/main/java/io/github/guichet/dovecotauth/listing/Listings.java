package io.github.guichet.dovecotauth.listing;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Listings of all users: some at a time, some more wait, further ones are refused. One lasts from its question until the peer has
 * taken the last name, because the names are held so long, and peers that read slowly would otherwise fill the memory with them.
 * Safe for use by many threads.
 */
public final class Listings {

    private final Executor threads;
    private final int most;
    private final int mostWaiting;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int active;

    /**
     * No listing yet.
     *
     * @param threads for the questions, which block
     * @param most at a time
     * @param mostWaiting how many more may wait for their turn
     */
    public Listings(Executor threads, int most, int mostWaiting) {
        this.threads = threads;
        this.most = most;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Begins one, or lets it wait.
     *
     * @param question asks for the users, when it is its turn; {@link #ended()} must be called once after it
     * @return false if too many wait or the daemon stops; the question is then never asked, and nothing is to be ended
     */
    public boolean begin(Runnable question) {
        synchronized (this) {
            if (active == most) {
                return waiting.size() < mostWaiting && waiting.add(question);
            }
            active++;
        }
        try {
            threads.execute(question);
            return true;
        } catch (RejectedExecutionException e) {
            ended();
            return false;
        }
    }

    /** One has ended, and its names are held no more; the next may begin. */
    public void ended() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                active--;
                return;
            }
        }
        try {
            threads.execute(next);
        } catch (RejectedExecutionException stopped) {
            // The connections are about to be closed, and nobody waits for an answer any more.
            return;
        }
    }
}
