package io.github.guichet.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of a source that blocks: as many workers as the source has connections, a bounded queue, a deadline for
 * each question, and a state.
 *
 * <p>When a connection fails or a deadline passes, the gate probes the source at once and, if that fails too, calls it down:
 * questions are then answered "unavailable" without waiting, so that a daemon with a dead source stays quick and stale
 * answers can be served, while a background probe with growing pauses (250 ms to 2 s) looks for the source to come back.
 *
 * <p>Safe for use by many threads; {@link #ask} never blocks.
 */
public final class SourceGate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceGate.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** A question that may block. */
    @FunctionalInterface
    public interface Question<T> {
        /**
         * Asks the source.
         *
         * @param deadline give up by then
         * @throws SourceException when there is no answer
         */
        T ask(Deadline deadline) throws SourceException;
    }

    private final String name;
    private final Duration deadline;
    private final Question<?> probe;
    private final LookupObserver observer;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer;
    private final int queue;
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean probing = new AtomicBoolean();
    private final RepeatedLog log = new RepeatedLog(LOG);
    private volatile SourceState state = new SourceState.Unknown();
    private volatile boolean closed;

    /**
     * A gate.
     *
     * @param name the source's name, for threads, logs and metrics
     * @param workers how many questions may be with the source at once: its pool size
     * @param queue how many more may wait; the next one is refused at once
     * @param deadline for one question, waiting included
     * @param probe something harmless that needs a working connection
     * @param observer hears of times and failures
     */
    public SourceGate(
            String name, int workers, int queue, Duration deadline, Question<?> probe, LookupObserver observer) {
        this.name = name;
        this.queue = queue;
        this.deadline = deadline;
        this.probe = probe;
        this.observer = observer;
        this.workers = new ThreadPoolExecutor(
                workers,
                workers,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                r -> thread(r, "source-" + name));
        this.workers.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, r -> thread(r, "source-" + name + "-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        return thread;
    }

    /** The source's state as last seen. */
    public SourceState state() {
        return state;
    }

    /** The queue for workers. */
    public SourceQueue queue() {
        return new SourceQueue(workers.getQueue().size(), queue, refused.sum());
    }

    /**
     * Asks, on a worker.
     *
     * @param question runs on a worker thread
     * @param unavailable turns a reason into the answer "unavailable"
     * @return completes within the deadline, never exceptionally
     */
    public <T> CompletableFuture<T> ask(Question<T> question, Function<String, T> unavailable) {
        if (state instanceof SourceState.Down down) {
            observer.sourceFailed(name, SourceFailure.DOWN);
            return CompletableFuture.completedFuture(unavailable.apply(reason("is down: " + down.reason())));
        }
        Turn<T> turn = new Turn<>(unavailable, Deadline.in(deadline));
        try {
            workers.execute(() -> work(question, turn));
            var alarm = timer.schedule(() -> late(turn), deadline.toNanos(), TimeUnit.NANOSECONDS);
            turn.answer.whenComplete((a, e) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            if (!closed) {
                refused.increment();
            }
            settle(turn, SourceFailure.QUEUE_FULL, closed ? "is closed" : "has a full queue");
        }
        return turn.answer;
    }

    private void late(Turn<?> turn) {
        if (settle(turn, SourceFailure.DEADLINE, "did not answer within " + deadline.toMillis() + " ms")) {
            suspect();
        }
    }

    private <T> void work(Question<T> question, Turn<T> turn) {
        if (turn.settled.get() || turn.until.passed()) {
            return; // the alarm has answered, or is about to
        }
        long began = System.nanoTime();
        try {
            T result = question.ask(turn.until);
            observer.sourceAnswered(name, System.nanoTime() - began);
            if (!(state instanceof SourceState.Up)) {
                up();
            }
            if (turn.settled.compareAndSet(false, true)) {
                turn.answer.complete(result);
            }
        } catch (SourceException e) {
            settle(turn, e.failure(), String.valueOf(e.getMessage()));
            if (e.failure() == SourceFailure.CONNECT || e.failure() == SourceFailure.DEADLINE) {
                suspect();
            }
        } catch (RuntimeException | Error e) {
            settle(turn, SourceFailure.QUERY, "failed: " + e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** One question on its way. Whoever settles it, the worker or the alarm, counts it and answers it; the other is too late. */
    private static final class Turn<T> {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        final AtomicBoolean settled = new AtomicBoolean();
        final Function<String, T> unavailable;
        final Deadline until;

        Turn(Function<String, T> unavailable, Deadline until) {
            this.unavailable = unavailable;
            this.until = until;
        }
    }

    private <T> boolean settle(Turn<T> turn, SourceFailure failure, String what) {
        if (!turn.settled.compareAndSet(false, true)) {
            return false;
        }
        failed(failure, what);
        turn.answer.complete(turn.unavailable.apply(reason(what)));
        return true;
    }

    private void failed(SourceFailure failure, String what) {
        observer.sourceFailed(name, failure);
        log.warn("source " + name + " " + failure, "source {}: {}", name, what);
    }

    private String reason(String what) {
        return "source " + name + " " + what;
    }

    /** Looks at the source on the timer's thread, unless that is being done already. */
    private void suspect() {
        if (!closed && probing.compareAndSet(false, true)) {
            schedule(0, FIRST_PAUSE_MILLIS);
        }
    }

    private void schedule(long delayMillis, long nextPauseMillis) {
        try {
            timer.schedule(
                    () -> {
                        // Not on the timer itself: a probe may block for the whole deadline, and alarms must go off.
                        thread(() -> probe(nextPauseMillis), "source-" + name + "-probe")
                                .start();
                    },
                    delayMillis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            probing.set(false); // closed
        }
    }

    private void probe(long pauseMillis) {
        if (closed) {
            return;
        }
        try {
            Object unused = probe.ask(Deadline.in(deadline));
            up();
            probing.set(false);
        } catch (SourceException | RuntimeException | LinkageError e) {
            down(String.valueOf(e.getMessage()));
            schedule(pauseMillis, Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2));
        }
    }

    private synchronized void up() {
        if (state instanceof SourceState.Down down) {
            LOG.info("source {}: answers again, was down since {}", name, down.since());
        }
        if (!(state instanceof SourceState.Up)) {
            state = new SourceState.Up(Instant.now());
        }
    }

    private synchronized void down(String reason) {
        if (state instanceof SourceState.Down before) {
            state = new SourceState.Down(before.since(), reason);
        } else {
            LOG.error("source {}: down: {}", name, reason);
            state = new SourceState.Down(Instant.now(), reason);
        }
    }

    /** Stops; questions that wait are answered "unavailable" by their deadline. */
    @Override
    public void close() {
        closed = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        timer.shutdown();
    }
}
