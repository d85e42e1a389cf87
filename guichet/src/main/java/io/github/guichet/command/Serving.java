package io.github.guichet.command;

import io.github.guichet.log.Logs;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.ServiceManager;
import io.github.guichet.server.SystemdReports;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves in the foreground, for a shell or for systemd. */
final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private Serving() {}

    /**
     * Serves until SIGTERM or SIGINT, which end the process.
     *
     * @throws BadConfigurationException with all that is wrong in the file
     * @throws CommandFailure when there is nothing to serve, or a place to listen cannot be had
     */
    static int untilTheEnd(ServeArguments arguments, Logs logs)
            throws BadConfigurationException, CommandFailure, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        // Before the start, so that who hears "ready" may stop the process at once; a signal during the start waits for
        // its end.
        Thread hook = new Thread(() -> stop(asked, stopped), "guichet-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        long pid = ProcessHandle.current().pid();
        ServiceManager systemd = SystemdReports.ofEnvironment(System.getenv(), pid);
        try (ServingProcess process =
                ServingProcess.prepare(arguments.file(), arguments.only(), systemd, passed(pid), logs)) {
            HangUp.call(() -> process.reload(false));
            process.start();
            asked.await();
        } catch (BadConfigurationException | CommandFailure | RuntimeException | Error e) {
            forget(hook);
            throw e;
        } finally {
            stopped.countDown();
        }
        // The process ends by the signal that is being handled, with its status; see stop.
        return ExitStatus.OK;
    }

    private static InheritedSockets passed(long pid) throws CommandFailure {
        try {
            return InheritedSockets.ofSystemd(System.getenv(), pid);
        } catch (ListenException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** What ended by itself has a status of its own. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending already");
        }
    }

    /** Runs when the process was told to end, which it does when this returns: so this waits for the daemons. */
    private static void stop(CountDownLatch asked, CountDownLatch stopped) {
        asked.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.flush();
        // A JVM that ends by a signal has the status 128 + signal; a clean stop is 0 (guichet's manual, EXIT STATUS).
        Runtime.getRuntime().halt(ExitStatus.OK);
    }
}
