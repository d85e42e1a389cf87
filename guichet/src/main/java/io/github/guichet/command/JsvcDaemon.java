package io.github.guichet.command;

import io.github.guichet.log.Logs;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.ServiceManager;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.commons.daemon.Daemon;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonUserSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code guichet serve} under jsvc(1) of Apache Commons Daemon, for hosts without systemd. Takes the options of that command.
 *
 * <p>On Linux jsvc is the user of {@code -user} already when it calls {@link #init}, and has kept two rights of root: to bind any port,
 * and to read any file. It gives them up before {@link #start}, but for its own thread only: a thread that began earlier would keep
 * them. So {@code init} reads the configuration with its secrets, and starts nothing.
 *
 * <p>All methods are called by one thread, the process's first. What cannot start ends the process with the status that the command
 * would have, because jsvc reports that of its child, and would print the stack of an exception.
 */
public final class JsvcDaemon implements Daemon, DaemonUserSignal {

    private static final Logger LOG = LoggerFactory.getLogger(JsvcDaemon.class);

    private final IntConsumer exit;
    private final ServeCommand command = new ServeCommand();
    private Logs logs = Logs.unused();
    private Optional<ServingProcess> process = Optional.empty();

    /** For jsvc. */
    public JsvcDaemon() {
        this(Runtime.getRuntime()::halt);
    }

    /**
     * For tests.
     *
     * @param exit ends the process with a status
     */
    JsvcDaemon(IntConsumer exit) {
        this.exit = exit;
    }

    /** Reads the configuration with its secrets, and binds ports below 1024. */
    @Override
    public void init(DaemonContext context) {
        logs = Logs.install();
        attempt(() -> {
            new CommandLine(command).parseArgs(context.getArguments());
            prepare();
            process.orElseThrow().bindPrivilegedPorts();
        });
    }

    /** Listens, and answers from then on. */
    @Override
    public void start() {
        attempt(() -> {
            if (process.isEmpty()) {
                // Started once more after a stop, without an init in between.
                prepare();
            }
            process.orElseThrow().start();
        });
    }

    /** SIGUSR2: what {@code guichet reload} does. */
    @Override
    public void signal() {
        LOG.info("told to reload by SIGUSR2");
        process.ifPresent(running -> running.reload(false));
    }

    /** Answers what was asked, writes the caches, and ends. */
    @Override
    public void stop() {
        process.ifPresent(ServingProcess::close);
        process = Optional.empty();
    }

    /** Nothing is left of it after {@link #stop}. */
    @Override
    public void destroy() {
        System.err.flush();
    }

    private void prepare() throws BadConfigurationException, CommandFailure {
        ServeArguments arguments = command.arguments();
        process = Optional.of(ServingProcess.prepare(
                arguments.file(), arguments.only(), ServiceManager.NONE, InheritedSockets.none(), logs));
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (BadConfigurationException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
            end(ExitStatus.CONFIG);
        } catch (CommandFailure e) {
            LOG.error("{}", e.getMessage());
            end(e.status());
        } catch (ParameterException e) {
            LOG.error("{}", e.getMessage());
            end(ExitStatus.USAGE);
        } catch (RuntimeException e) {
            LOG.error("guichet cannot start", e);
            end(ExitStatus.SOFTWARE);
        }
    }

    private void end(int status) {
        stop();
        System.err.flush();
        exit.accept(status);
    }

    private interface Attempt {
        void run() throws BadConfigurationException, CommandFailure;
    }
}
