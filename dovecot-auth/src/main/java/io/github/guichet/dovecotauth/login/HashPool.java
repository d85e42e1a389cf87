package io.github.guichet.dovecotauth.login;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that hash passwords, and nothing else, so that hashing delays no look-up. Work over the bound is refused at once:
 * whoever waits longer than a queue takes would get an answer that nobody waits for. Safe for use by many threads.
 */
final class HashPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HashPool.class);

    private final int queue;
    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor workers;

    /**
     * A pool.
     *
     * @param threads how much is done at once
     * @param queue how much more may wait
     */
    HashPool(int threads, int queue) {
        this.queue = queue;
        this.workers = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(
                            () -> {
                                Niceness.lower();
                                task.run();
                            },
                            "hash");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Does work on a thread of the pool.
     *
     * @param refused the result when there is no room, when the pool is closed before it is the work's turn, or when the work
     *     throws
     */
    <T> CompletableFuture<T> run(Supplier<T> work, Supplier<T> refused) {
        Task<T> task = new Task<>(work, refused, new CompletableFuture<>());
        try {
            workers.execute(task);
        } catch (RejectedExecutionException full) {
            this.refused.increment();
            task.refuse();
        }
        return task.result;
    }

    private record Task<T>(Supplier<T> work, Supplier<T> refused, CompletableFuture<T> result) implements Runnable {
        @Override
        public void run() {
            T done;
            try {
                done = work.get();
            } catch (RuntimeException e) {
                // Not its message: a library may put the stored password there.
                LOG.error("hashing ended in {}", e.getClass().getName());
                refuse();
                return;
            } catch (Error e) {
                refuse();
                throw e; // the thread's handler logs it
            }
            result.complete(done);
        }

        void refuse() {
            result.complete(refused.get());
        }
    }

    /** The queue, as it is now. */
    HashQueue state() {
        return new HashQueue(waiting(), queue, refused.sum());
    }

    /** How much waits. */
    int waiting() {
        return workers.getQueue().size();
    }

    /** Refuses what waits; what is being done ends by itself. */
    @Override
    public void close() {
        workers.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Task<?> task) {
                task.refuse();
            }
        });
    }
}
