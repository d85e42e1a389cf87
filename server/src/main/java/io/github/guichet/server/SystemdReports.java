package io.github.guichet.server;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd hears as the manager of this service: each state, and from time to time a line about how it goes. If it asked for that
 * ({@code WatchdogSec=}), it hears that the process is alive for as long as {@link Vitals} say so, and restarts the service otherwise.
 *
 * <p>A service that stops asks for more time every few seconds, because what was asked before may take as long as the configuration
 * lets it; for so long it counts as alive. After the longest drain of any configuration it asks no more.
 */
public final class SystemdReports implements ServiceManager {

    private static final Logger LOGGER = LoggerFactory.getLogger(SystemdReports.class);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(20);
    private static final Duration ALIVE_WHILE_STOPPING_EVERY = Duration.ofSeconds(4);
    private static final Duration EXTENSION = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(320);

    private final NotifySocket socket;
    private final Optional<Duration> watchdog;
    private final ScheduledThreadPoolExecutor timer;
    private volatile String lastStatus = "";
    private volatile boolean stopping;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

    private SystemdReports(NotifySocket socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "guichet-systemd");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * systemd if it started this process and wants to hear of it ({@code NOTIFY_SOCKET}), else nobody. Starts no thread yet.
     *
     * @param pid of this process; a watchdog for another one ({@code WATCHDOG_PID}) is none
     */
    public static ServiceManager ofEnvironment(Map<String, String> environment, long pid) {
        return NotifySocket.ofEnvironment(environment)
                .<ServiceManager>map(socket -> new SystemdReports(socket, watchdog(environment, pid)))
                .orElse(ServiceManager.NONE);
    }

    /** How often it wants to hear that the process is alive; see sd_watchdog_enabled(3). */
    static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String micros = environment.get("WATCHDOG_USEC");
        String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        if (micros == null || !whose.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        if (!micros.matches("[1-9][0-9]{0,14}")) {
            LOGGER.warn("WATCHDOG_USEC is '{}', and no number of microseconds: there is no watchdog", micros);
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros))));
    }

    @Override
    public void watch(Vitals vitals) {
        every(STATUS_EVERY, () -> showStatus(vitals));
        // Half of it is the custom; a third leaves room for a look that takes a while.
        watchdog.ifPresent(interval -> every(interval.dividedBy(3), () -> look(vitals)));
    }

    private void every(Duration period, Runnable task) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOGGER.warn("systemd cannot be told how guichet is doing", e);
                    }
                },
                0,
                period.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void showStatus(Vitals vitals) {
        String status = vitals.status();
        if (!stopping && !status.equals(lastStatus)) {
            lastStatus = status;
            socket.status(status);
        }
    }

    private void look(Vitals vitals) {
        if (stopping) {
            return;
        }
        if (!asked.isDone()) {
            LOGGER.error(
                    "an event loop is stuck, so systemd hears nothing until it restarts the service: {}",
                    StuckLoops.shown());
            return;
        }
        asked = vitals.alive();
        asked.whenComplete((alive, failure) -> {
            if (failure == null) {
                socket.alive();
            } else {
                LOGGER.error(
                        "not alive, so systemd hears nothing until it restarts the service: {}", failure.toString());
            }
        });
    }

    @Override
    public void ready(String status) {
        lastStatus = status;
        socket.ready(status);
    }

    @Override
    public void reloading() {
        socket.reloading();
    }

    @Override
    public void stopping(String status) {
        stopping = true;
        socket.stopping(status);
        long began = System.nanoTime();
        every(ALIVE_WHILE_STOPPING_EVERY, () -> {
            if (System.nanoTime() - began > LONGEST_STOP.toNanos()) {
                return;
            }
            socket.extendTimeout(EXTENSION);
            if (watchdog.isPresent()) {
                socket.alive();
            }
        });
    }

    @Override
    public void status(String text) {
        lastStatus = text;
        socket.status(text);
    }
}
