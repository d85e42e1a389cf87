package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.Deadline;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections whose time is up. The library's own timeouts start again with every message, so a server that drips, or
 * stops in the middle of one, could hold a worker for ever.
 */
final class Watch implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    Watch(String source) {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "source-" + source + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    /** Does something, quick and without blocking, at a moment unless cancelled before. */
    ScheduledFuture<?> at(Deadline deadline, Runnable action) {
        return timer.schedule(action, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
