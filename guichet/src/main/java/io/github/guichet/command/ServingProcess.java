package io.github.guichet.command;

import io.github.guichet.server.ListenException;
import io.github.guichet.server.ServiceManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that serves, for whoever runs it: the command line, or a launcher of daemons. Prepared, then started, then closed,
 * each once.
 */
final class ServingProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServingProcess.class);

    private final Configuration configuration;
    private final Set<String> only;
    private final ServiceManager manager;
    private Optional<Daemons> daemons = Optional.empty();

    private ServingProcess(Configuration configuration, Set<String> only, ServiceManager manager) {
        this.configuration = configuration;
        this.only = Set.copyOf(only);
        this.manager = manager;
    }

    /**
     * Reads and checks the configuration. Starts no thread and opens no socket.
     *
     * @param only names of the daemons to run; empty = all that have a section
     * @param manager is told how the process is doing
     * @throws BadConfigurationException with all that is wrong in the file
     * @throws CommandFailure when there is nothing to serve
     */
    static ServingProcess prepare(Path configFile, Set<String> only, ServiceManager manager)
            throws BadConfigurationException, CommandFailure {
        Configuration configuration = ConfigurationReader.read(configFile, System.getenv());
        if (configuration.servesNothing()) {
            throw new CommandFailure(
                    ExitStatus.CONFIG,
                    configFile
                            + ": there is nothing to serve; add a section [socketmap], [policy], [milter] or [dovecot-auth]");
        }
        return new ServingProcess(configuration, only, manager);
    }

    /**
     * Listens, and answers from then on. Blocks until it does.
     *
     * @throws CommandFailure when it cannot; nothing runs then
     */
    synchronized void start() throws CommandFailure {
        try {
            daemons = Optional.of(Daemons.start(configuration, only));
        } catch (ListenException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        LOG.info("guichet {}: ready", Version.text());
        manager.ready("ready");
    }

    /** Answers what was asked, writes the caches, and ends. Blocks. Nothing happens if it was not started. */
    @Override
    public synchronized void close() {
        daemons.ifPresent(running -> {
            LOG.info("stopping");
            manager.stopping("stopping");
            running.close();
            LOG.info("stopped");
        });
        daemons = Optional.empty();
    }
}
