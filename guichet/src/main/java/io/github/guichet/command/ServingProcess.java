package io.github.guichet.command;

import io.github.guichet.log.IpPrivacy;
import io.github.guichet.log.Logs;
import io.github.guichet.server.EarlyPort;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Problem;
import io.github.guichet.server.ServiceManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that serves, for whoever runs it: the command line, or a launcher of daemons. Prepared, then started, then closed,
 * each once.
 */
final class ServingProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServingProcess.class);

    private final Path file;
    private final Configuration configuration;
    private final Set<String> only;
    private final ServiceManager manager;
    private final InheritedSockets sockets;
    private NativeLibraries libraries;
    private final Logs logs;
    /** Completed when the process is told to stop: nobody waits for a source then. */
    private final CompletableFuture<Void> ending = new CompletableFuture<>();

    private Optional<Daemons> daemons = Optional.empty();
    private Optional<StartPages> pages = Optional.empty();

    private ServingProcess(
            Path file,
            Configuration configuration,
            Set<String> only,
            ServiceManager manager,
            InheritedSockets sockets,
            NativeLibraries libraries,
            Logs logs) {
        this.file = file;
        this.configuration = configuration;
        this.only = Set.copyOf(only);
        this.manager = manager;
        this.sockets = sockets;
        this.libraries = libraries;
        this.logs = logs;
    }

    /**
     * Reads and checks the configuration. Starts no thread and opens no socket.
     *
     * @param only names of the daemons to run; empty = all that have a section
     * @param manager is told how the process is doing
     * @param sockets what is open already
     * @param logs of this process; gets the settings of [log] when it starts
     * @throws BadConfigurationException with all that is wrong in the file
     * @throws CommandFailure when there is nothing to serve
     */
    static ServingProcess prepare(
            Path configFile, Set<String> only, ServiceManager manager, InheritedSockets sockets, Logs logs)
            throws BadConfigurationException, CommandFailure {
        Configuration configuration = ConfigurationReader.read(configFile, System.getenv());
        if (configuration.servesNothing()) {
            throw new CommandFailure(ExitStatus.CONFIG, nothing(configFile));
        }
        NativeLibraries libraries = NativeLibraries.in(temporary());
        return new ServingProcess(configFile, configuration, only, manager, sockets, libraries, logs);
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    private static String nothing(Path file) {
        return file + ": there is nothing to serve; add a section [socketmap], [policy], [milter] or [dovecot-auth]";
    }

    /**
     * Binds the ports below 1024, for a process that has the right to do so now and will not have it when it starts. Starts no thread.
     *
     * @throws CommandFailure when one cannot be bound
     */
    void bindPrivilegedPorts() throws CommandFailure {
        try {
            for (ListenAddress.Inet address : PrivilegedPorts.of(configuration, only)) {
                EarlyPort.bind(address, sockets);
            }
        } catch (ListenException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Listens, and answers from then on. Blocks until it does.
     *
     * @throws CommandFailure when it cannot; nothing runs then
     */
    synchronized void start() throws CommandFailure {
        applyLogging(configuration);
        try {
            Daemons running = Daemons.start(configuration, only, sockets, logs, new AdminReload(this::reload));
            daemons = Optional.of(running);
            manager.watch(running.vitals());
        } catch (ListenException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        warnOfUnusedSockets();
        pages = Optional.of(StartPages.begin());
        LOG.info("guichet {}: ready", Version.text());
        manager.ready(daemons.orElseThrow().vitals().status());
    }

    /** Who connects to them would wait for ever. */
    private void warnOfUnusedSockets() {
        for (String name : sockets.unused()) {
            LOG.warn(
                    "systemd passed a socket {}, and no daemon that runs has { systemd = \"{}\" } in its listen key: who"
                            + " connects there gets no answer",
                    name,
                    name);
        }
    }

    private void applyLogging(Configuration settings) {
        logs.apply(settings.log(), settings.state().directory());
        if (settings.dovecotAuth().isPresent() && settings.log().ips() != IpPrivacy.FULL) {
            LOG.warn("log.ips is not \"full\": fail2ban has nobody to ban; throttling goes on as before");
        }
    }

    /**
     * Reads the configuration again and serves by it from then on, or changes nothing. Blocks until it is decided; one at a time. What came of
     * it is in the log too.
     *
     * @param force whether it is also taken if a source that is new or changed does not answer
     */
    synchronized ReloadOutcome reload(boolean force) {
        if (daemons.isEmpty()) {
            return new ReloadOutcome(false, List.of("guichet does not serve now"));
        }
        manager.reloading();
        ReloadOutcome outcome;
        try {
            outcome = reload(daemons.get(), force);
        } catch (RuntimeException e) {
            LOG.error("reload: a defect; nothing has changed", e);
            outcome = new ReloadOutcome(false, List.of("internal error, see the log of guichet"));
        }
        daemons.get().reloaded(outcome.done());
        if (outcome.done()) {
            outcome.lines().forEach(line -> LOG.warn("reload: {}", line));
            LOG.info("reload: done, {} is in use", file);
        } else {
            outcome.lines().forEach(line -> LOG.error("reload: {}", line));
            LOG.error("reload: refused, nothing has changed");
        }
        String status = daemons.get().vitals().status();
        manager.ready(outcome.done() ? status : status + "; the configuration on disk is not in use: it was refused");
        return outcome;
    }

    private ReloadOutcome reload(Daemons running, boolean force) {
        try {
            Configuration next = ConfigurationReader.read(file, System.getenv());
            if (next.servesNothing()) {
                return new ReloadOutcome(false, List.of(nothing(file)));
            }
            libraries = libraries.orAnother(temporary());
            ReloadOutcome outcome = running.reload(file.toString(), next, force, ending);
            if (outcome.done()) {
                applyLogging(next);
            }
            return outcome;
        } catch (BadConfigurationException e) {
            return new ReloadOutcome(
                    false, e.problems().stream().map(Problem::toString).toList());
        }
    }

    /** Answers what was asked, writes the caches, and ends. Blocks. Nothing happens if it was not started. */
    @Override
    public void close() {
        ending.complete(null); // a reload may hold the lock for as long as it tries to connect
        stop();
    }

    private synchronized void stop() {
        daemons.ifPresent(running -> {
            LOG.info("stopping");
            manager.stopping("stopping");
            running.close();
            LOG.info("stopped");
        });
        daemons = Optional.empty();
        pages.ifPresent(StartPages::close);
        libraries.close();
    }
}
