package io.github.guichet.command;

import io.github.guichet.server.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes generations that nobody asks any more: when every event loop has turned over since the swap, and what was asked is answered, and no
 * connection of an MTA depends on their rules. Bounded in time and in number, because each holds connections to its databases.
 */
final class Retirement implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST = 4;
    private static final long LOOK_MILLIS = 50;

    /** One that waits for its end. */
    private record Waiting(Generation generation, long sinceNanos) {}

    private final Generations generations;
    private final EventLoops loops;
    private final Predicate<Generation> leaving;
    private final List<Waiting> waiting = new ArrayList<>();
    private final ScheduledThreadPoolExecutor thread;

    /**
     * Nobody waits yet.
     *
     * @param leaving whether connections that end still need one
     */
    Retirement(Generations generations, EventLoops loops, Predicate<Generation> leaving) {
        this.generations = generations;
        this.loops = loops;
        this.leaving = leaving;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread one = new Thread(task, "guichet-retirement");
            one.setDaemon(true);
            return one;
        });
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** This one is not current any more. */
    void retire(Generation old) {
        var unused = loops.runThroughAll().thenRun(() -> {
            synchronized (waiting) {
                waiting.add(new Waiting(old, System.nanoTime()));
            }
        });
    }

    private void look() {
        try {
            closeWhatIsOver();
        } catch (RuntimeException e) {
            LOG.warn("while closing an earlier configuration", e);
        }
    }

    private void closeWhatIsOver() {
        List<Waiting> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
        }
        int left = all.size();
        for (Waiting one : all) {
            boolean needed = one.generation().isNeeded() || leaving.test(one.generation());
            boolean late = System.nanoTime() - one.sinceNanos() > LONGEST.toNanos();
            if (needed && (late || left > MOST)) {
                LOG.warn(
                        "reload: an earlier configuration is given up although somebody still depends on it, {}: he is told to try again",
                        late ? "after " + LONGEST.toMinutes() + " minutes" : "because more than " + MOST + " are open");
            }
            if (!needed || late || left > MOST) {
                close(one);
                left--;
            }
        }
    }

    private void close(Waiting one) {
        synchronized (waiting) {
            waiting.remove(one);
        }
        generations.closed(one.generation());
        one.generation().close();
    }

    /** Closes those that are left. Nobody asks any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("an earlier configuration takes long to close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        generations.retired().forEach(old -> {
            generations.closed(old);
            old.close();
        });
    }
}
