package io.github.guichet.command;

import io.github.guichet.log.Logs;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Nearest;
import io.github.guichet.server.ServiceManager;
import io.github.guichet.server.SystemdReports;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code guichet serve}. */
@Command(
        name = "serve",
        description = {
            "Runs the daemons that the configuration has a section for, in the foreground, until SIGTERM or SIGINT; then"
                    + " answers what was asked, writes the caches to disk and ends.",
            "It listens also when a source is down, and connects as soon as there is something to ask.",
            "Exit status: 0 stopped, 78 the configuration is wrong, 69 cannot listen."
        })
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Run only these daemons; there are: socketmap, policy, milter, dovecot-auth.")
    private List<String> only = List.of();

    @ParentCommand
    private Guichet program = new Guichet();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        // Before the start, so that who hears "ready" may stop the process at once; a signal during the start waits for
        // its end.
        Thread hook = new Thread(() -> stop(asked, stopped), "guichet-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        long pid = ProcessHandle.current().pid();
        ServiceManager systemd = SystemdReports.ofEnvironment(System.getenv(), pid);
        try (ServingProcess process = prepare(systemd, passed(pid), program.logs())) {
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

    /**
     * Reads the configuration that the options name.
     *
     * @throws ParameterException when they name a daemon that there is not
     */
    ServingProcess prepare(ServiceManager manager, InheritedSockets sockets, Logs logs)
            throws BadConfigurationException, CommandFailure {
        Set<String> names = new LinkedHashSet<>(only);
        for (String name : names) {
            if (!Daemons.NAMES.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only: there is no daemon " + name + Nearest.hint(name, Daemons.NAMES) + "; there are "
                                + String.join(", ", new TreeSet<>(Daemons.NAMES)));
            }
        }
        return ServingProcess.prepare(config.file(), names, manager, sockets, logs);
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
