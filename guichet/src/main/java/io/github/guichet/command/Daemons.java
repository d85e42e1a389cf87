package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.log.AdminLog;
import io.github.guichet.log.Logs;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.metrics.CertificateMetrics;
import io.github.guichet.metrics.ConfigurationMetrics;
import io.github.guichet.metrics.CounterStoreMetrics;
import io.github.guichet.metrics.HashMetrics;
import io.github.guichet.metrics.SnapshotMetrics;
import io.github.guichet.metrics.SourceQueueMetrics;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.notice.Notices;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminServer;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.MetricsServer;
import io.github.guichet.server.Vitals;
import io.github.guichet.socketmap.SocketmapDaemon;
import io.github.guichet.status.RecentErrors;
import io.github.guichet.status.Status;
import io.github.guichet.status.StatusPages;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that listens in one process. Starts or throws; stops in the order that loses nothing: first the daemons stop to
 * listen and answer what was asked, then caches are written, then connections are closed.
 */
final class Daemons implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Daemons.class);
    static final long LONGEST_STOP_SECONDS = 310; // the longest drain of the configuration, and some

    /** The names that {@code serve --only} knows. */
    static final Set<String> NAMES =
            Set.of(SocketmapDaemon.NAME, PolicyDaemon.NAME, MilterDaemon.NAME, DovecotAuthDaemon.NAME);

    private final List<AutoCloseable> parts = new ArrayList<>();

    private final Logs logs;
    private Optional<Vitals> vitals = Optional.empty();

    private Daemons(Logs logs) {
        this.logs = logs;
    }

    /**
     * Starts.
     *
     * @param only names of the daemons to run; empty = all that have a section
     * @param sockets what is open already
     * @param logs of this process
     * @throws ListenException when something cannot be bound; nothing runs then
     * @throws CommandFailure when what must be known first cannot be read; nothing runs then
     */
    static Daemons start(Configuration configuration, Set<String> only, InheritedSockets sockets, Logs logs)
            throws ListenException, CommandFailure {
        Daemons daemons = new Daemons(logs);
        try {
            daemons.open(configuration, only, sockets);
            return daemons;
        } catch (ListenException | CommandFailure | RuntimeException e) {
            daemons.close();
            throw e;
        }
    }

    private void open(Configuration configuration, Set<String> only, InheritedSockets sockets)
            throws ListenException, CommandFailure {
        RecentErrors errors = new RecentErrors();
        logs.listen(errors);
        FileLockouts lockouts = OpenLockouts.forDaemon(configuration.state());
        parts.add(lockouts);
        PrometheusRegistry registry = new PrometheusRegistry();
        ConfigurationMetrics unused = new ConfigurationMetrics(registry, Version.text(), InstantSource.system());
        DaemonMetrics daemonMetrics = new DaemonMetrics(registry);
        LookupMetrics lookupMetrics = new LookupMetrics(registry, LookupMetrics.names(configuration));
        RunningConfiguration running = RunningConfiguration.forDaemon(configuration, lookupMetrics);
        parts.add(running);
        StateMetrics.register(registry, running);
        SourceQueueMetrics.register(registry, running::sources);
        CertificateMetrics.register(registry, running::sources);
        SnapshotMetrics.register(
                registry, running::snapshots, () -> configuration.snapshot().map(SnapshotConfig::interval));
        EventLoops loops = EventLoops.create(sockets);
        parts.add(loops);
        vitals = Optional.of(new ProcessVitals(loops, () -> running, lookupMetrics, System::nanoTime));
        Optional<SocketmapDaemon> socketmap = Optional.empty();
        if (configuration.socketmap().isPresent() && (only.isEmpty() || only.contains(SocketmapDaemon.NAME))) {
            SocketmapDaemon daemon = SocketmapDaemon.start(
                    configuration.socketmap().get(), running::table, loops, daemonMetrics, lookupMetrics);
            parts.add(() -> daemon.stop().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS));
            socketmap = Optional.of(daemon);
        }
        Optional<LogIns> logIns = Optional.empty();
        if (configuration.dovecotAuth().isPresent() && (only.isEmpty() || only.contains(DovecotAuthDaemon.NAME))) {
            LogIns started = LogIns.start(
                    configuration.dovecotAuth().get(),
                    running.accounts().orElseThrow(),
                    running.dicts(),
                    new LogIns.Surroundings(loops, daemonMetrics, registry, lockouts));
            parts.add(started::stop);
            logIns = Optional.of(started);
            HashMetrics.register(registry, started.authenticator()::hashQueue);
        }
        Notices notices = OpenNotices.of(configuration, lockouts, new NoticeMetrics(registry, lockouts));
        parts.add(notices);
        Optional<PolicyService> policy = Optional.empty();
        if (configuration.policy().isPresent() && (only.isEmpty() || only.contains(PolicyDaemon.NAME))) {
            PolicyService started = PolicyService.start(
                    configuration.policy().get(),
                    configuration,
                    running,
                    new PolicyService.Surroundings(
                            loops,
                            daemonMetrics,
                            registry,
                            lookupMetrics,
                            lockouts,
                            LockableAccounts.nameOf(configuration.accounts()),
                            notices));
            parts.add(started::stop);
            policy = Optional.of(started);
            CounterStoreMetrics.register(registry, started.stores()::all);
        }
        Optional<MilterDaemon> milter = Optional.empty();
        if (configuration.milter().isPresent() && (only.isEmpty() || only.contains(MilterDaemon.NAME))) {
            MilterDaemon daemon = MilterService.start(
                    configuration.milter().get(), configuration, running, loops, daemonMetrics, registry);
            parts.add(() -> daemon.stop().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS));
            milter = Optional.of(daemon);
        }
        running.sources().forEach(source -> lookupMetrics.source(source.name()));
        Status status = Status.start(
                Version.text(),
                new ServerStatus(
                        () -> running,
                        socketmap,
                        policy.map(PolicyService::daemon),
                        milter,
                        logIns.map(LogIns::daemon)),
                registry,
                errors);
        parts.add(status);
        if (configuration.admin().isPresent()) {
            AdminFlush flush = new AdminFlush(running, configuration.address(), logIns.map(LogIns::authenticator));
            LockableAccounts lockable =
                    new LockableAccounts(lockouts, configuration.accounts(), logIns.map(LogIns::authenticator), flush);
            List<AdminCommand> commands = new ArrayList<>(List.of(
                    new AdminStatus(status),
                    flush,
                    new AdminLockout(lockable),
                    new AdminUnlock(lockable),
                    new AdminNotifyTest(notices),
                    new AdminLog(logs)));
            policy.ifPresent(service -> commands.addAll(service.commands()));
            AdminServer admin = AdminServer.start(configuration.admin().get().listen(), loops, daemonMetrics, commands);
            parts.add(() -> admin.stop().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS));
        }
        if (configuration.metrics().isPresent()) {
            // A source that is down does not take the process out of service: it answers from its cache and says "try
            // again
            // later" for the rest, and nobody else would do better.
            parts.add(MetricsServer.start(
                    configuration.metrics().get().listen(),
                    registry,
                    List::of,
                    StatusPages.of(status),
                    configuration.metrics().get().pageHosts()));
        }
        running.serving();
    }

    /** Whether they are alive, and how they are doing. */
    Vitals vitals() {
        return vitals.orElseThrow();
    }

    /** Stops everything that was started, the last first. Blocks until what was asked is answered. */
    @Override
    public void close() {
        List<AutoCloseable> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        for (AutoCloseable part : reversed) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("while stopping", e);
            }
        }
        parts.clear();
    }
}
