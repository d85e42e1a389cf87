package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConnection;

/**
 * What SQLite needs and servers do not: an end to a long query, which no socket timeout brings, and a look at the file, which
 * may have been replaced by another or removed while it is open.
 */
final class DeadlineWatch implements AutoCloseable {

    private final Optional<Path> file;
    private final Optional<ScheduledThreadPoolExecutor> timer;
    private volatile Optional<Object> lastFile = Optional.empty();

    DeadlineWatch(SqlSourceConfig config) {
        boolean sqlite = config.dialect() == SqlDialect.SQLITE;
        this.file = sqlite ? Optional.of(Path.of(config.servers().get(0).label())) : Optional.empty();
        this.timer = sqlite ? Optional.of(timer(config.name())) : Optional.empty();
    }

    private static ScheduledThreadPoolExecutor timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "source-" + name + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Whether the file is another one than last time, so that open connections are of no use.
     *
     * @throws SourceException when there is none
     */
    boolean fileHasChanged() throws SourceException {
        if (file.isEmpty()) {
            return false;
        }
        try {
            Object now = Optional.ofNullable(Files.readAttributes(file.get(), BasicFileAttributes.class)
                            .fileKey())
                    .orElse(file.get());
            Optional<Object> before = lastFile;
            lastFile = Optional.of(now);
            return before.isPresent() && !before.get().equals(now);
        } catch (IOException e) {
            throw new SourceException(SourceFailure.CONNECT, "cannot open the database " + file.get() + ": " + e, e);
        }
    }

    /** Interrupts whatever runs on a connection at its deadline, unless what is returned is run before. */
    Runnable interruptAt(Deadline deadline, Connection connection) throws SQLException {
        if (timer.isEmpty()) {
            return () -> {};
        }
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        try {
            Future<?> alarm = timer.get()
                    .schedule(() -> interrupt(sqlite), deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            return () -> alarm.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // the source is being closed
        }
    }

    private static void interrupt(SQLiteConnection connection) {
        try {
            connection.getDatabase().interrupt();
        } catch (SQLException e) {
            // It is closed: nothing runs on it.
        }
    }

    @Override
    public void close() {
        timer.ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
    }
}
