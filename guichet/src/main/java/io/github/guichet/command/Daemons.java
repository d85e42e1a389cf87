package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.log.Logs;
import io.github.guichet.metrics.CertificateMetrics;
import io.github.guichet.metrics.SnapshotMetrics;
import io.github.guichet.metrics.SourceQueueMetrics;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.AdminServer;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.server.JvmFamilies;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listeners;
import io.github.guichet.server.MetricsServer;
import io.github.guichet.server.PageHosts;
import io.github.guichet.server.Vitals;
import io.github.guichet.socketmap.SocketmapDaemon;
import io.github.guichet.status.Status;
import io.github.guichet.status.StatusPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final Lifelong shared;
    private final GenerationOpener opener;
    private final Generations generations;
    private final Fronts fronts;
    private final Retirement retirement;
    private final AdminServer admin;
    private final Vitals vitals;
    private Optional<MetricsServer> metrics = Optional.empty();
    private Optional<ListenAddress> metricsAddress = Optional.empty();
    private boolean tellsOfJvm;
    private final Status status;
    private volatile PageHosts pageHosts = PageHosts.withThisMachine(List.of());

    private Daemons(Lifelong shared, GenerationOpener opener, Generation first, AdminReload reload) {
        this.shared = shared;
        this.opener = opener;
        this.generations = new Generations(first);
        this.fronts = new Fronts(shared, generations, opener);
        this.retirement = new Retirement(generations, shared.loops(), fronts::isLeaving);
        this.status = Status.start(Version.text(), fronts.view(), shared.registry(), shared.errors());
        this.admin = new AdminServer(
                shared.loops(), shared.daemons(), () -> AdminCommands.of(generations, status, shared, reload));
        this.vitals = new ProcessVitals(
                shared.loops(), () -> generations.current().running(), shared.lookups(), System::nanoTime);
        StateMetrics.register(shared.registry(), () -> generations.current().running());
        SourceQueueMetrics.register(
                shared.registry(), () -> generations.current().running().sources());
        CertificateMetrics.register(
                shared.registry(), () -> generations.current().running().sources());
        SnapshotMetrics.register(
                shared.registry(),
                () -> generations.current().running().snapshots(),
                () -> generations.current().configuration().snapshot().map(SnapshotConfig::interval));
    }

    /**
     * Starts.
     *
     * @param only names of the daemons to run; empty = all that have a section
     * @param sockets what is open already
     * @param logs of this process
     * @param reload has the configuration read again, when somebody asks for it
     * @throws ListenException when something cannot be bound; nothing runs then
     * @throws CommandFailure when what must be known first cannot be read; nothing runs then
     */
    static Daemons start(
            Configuration configuration, Set<String> only, InheritedSockets sockets, Logs logs, AdminReload reload)
            throws ListenException, CommandFailure {
        Lifelong shared = new Lifelong(configuration.state(), sockets, logs);
        GenerationOpener opener = new GenerationOpener(shared, only);
        Generation first;
        try {
            first = opener.open(configuration, Optional.empty());
        } catch (RuntimeException e) {
            shared.close();
            throw e;
        }
        Daemons daemons = new Daemons(shared, opener, first, reload);
        try {
            daemons.listen(first, () -> {});
            first.running().serving();
            return daemons;
        } catch (ListenException | RuntimeException e) {
            daemons.close();
            throw e;
        }
    }

    /** Whether they are alive, and how they are doing. */
    Vitals vitals() {
        return vitals;
    }

    /** Counts what came of reading the configuration again. */
    void reloaded(boolean successful) {
        shared.configurations().reloaded(successful);
    }

    /**
     * Opens what another configuration speaks of, connects to what is new in it, and serves by it from then on. Blocks for as long as that
     * takes; until then everything is as it was. One at a time.
     *
     * @param force whether it is also taken if a source that is new or changed does not answer
     * @param ending completes when nothing is to be waited for any more
     * @return done; or everything that stands in the way, and nothing has changed
     */
    ReloadOutcome reload(String file, Configuration next, boolean force, CompletableFuture<Void> ending) {
        if (!next.state().equals(shared.state())) {
            return new ReloadOutcome(
                    false,
                    List.of(file
                            + ": state.directory: cannot be changed while guichet runs, because counters and lockouts are"
                            + " written there; restart guichet"));
        }
        Generation old = generations.current();
        Generation opened = opener.open(next, Optional.of(old));
        try {
            List<String> unreachable = NewSources.unreachable(file, old.running(), opened.running(), ending);
            if (ending.isDone()) {
                return new ReloadOutcome(false, List.of("guichet stops"));
            }
            if (!unreachable.isEmpty() && !force) {
                return new ReloadOutcome(false, unreachable);
            }
            listen(opened, () -> swap(old, opened));
            return new ReloadOutcome(true, unreachable);
        } catch (ListenException e) {
            return new ReloadOutcome(false, List.of(file + ": " + e.getMessage()));
        } finally {
            // Also if a defect shows after the swap: what is in use stays open.
            if (generations.current() != opened) {
                opened.abandon(old);
            }
        }
    }

    private void swap(Generation old, Generation next) {
        if (old.notices() == next.notices()) {
            old.noticesHandedOn();
        }
        generations.swap(next, () -> next.running().succeed(old.running()));
    }

    /**
     * Serves the addresses of a generation.
     *
     * @param swap makes it the current one, when nothing can fail any more
     */
    private void listen(Generation next, Runnable swap) throws ListenException {
        List<Listeners.Change> changes = new ArrayList<>();
        Optional<MetricsServer> otherMetrics = Optional.empty();
        Optional<ListenAddress> address = next.configuration().metrics().map(MetricsSection::listen);
        boolean moved = !address.equals(metricsAddress);
        boolean ready = false;
        try {
            fronts.prepare(next, changes);
            changes.add(admin.prepare(next.configuration().admin().map(AdminConfig::listen)));
            if (moved && address.isPresent()) {
                // A source that is down does not take the process out of service: it answers from its cache and says
                // "try again later" for the rest, and nobody else would do better.
                if (!tellsOfJvm) {
                    JvmFamilies.register(shared.registry());
                    tellsOfJvm = true;
                }
                otherMetrics = Optional.of(MetricsServer.start(
                        address.get(), shared.registry(), List::of, StatusPages.of(status), () -> pageHosts));
            }
            ready = true;
        } finally {
            if (!ready) {
                changes.forEach(Listeners.Change::abort);
            }
        }
        Generation before = generations.current();
        swap.run();
        next.configuration().metrics().ifPresent(section -> pageHosts = section.pageHosts());
        fronts.follow(next);
        changes.forEach(Listeners.Change::commit);
        if (before != next) {
            retirement.retire(before);
        }
        if (moved) {
            metrics.ifPresent(MetricsServer::close);
            metrics = otherMetrics;
            metricsAddress = address;
        }
    }

    /** Stops everything. Blocks until what was asked is answered. */
    @Override
    public void close() {
        metrics.ifPresent(MetricsServer::close);
        status.close();
        try {
            admin.stop().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            fronts.stop().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("while stopping", e);
        }
        retirement.close();
        generations.current().close();
        shared.close();
    }
}
