package io.github.guichet.command;

import io.github.guichet.log.Logs;
import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.metrics.ConfigurationMetrics;
import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.InheritedSockets;
import io.github.guichet.status.RecentErrors;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lives as long as the process, however often the configuration is read again: threads, metrics, what is counted in memory, who is
 * locked out. Used by one thread at a time, except where it says otherwise.
 */
final class Lifelong implements AutoCloseable {

    private final StateConfig state;
    private final Logs logs;
    private final RecentErrors errors = new RecentErrors();
    private final FileLockouts lockouts;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ConfigurationMetrics configurations;
    private final DaemonMetrics daemons;
    private final LookupMetrics lookups;
    private final NoticeMetrics notices;
    private final EventLoops loops;
    private final CacheMemory memory = CacheMemory.ofThisProcess();
    private final LoginAccounting accounting = new LoginAccounting(InstantSource.system());
    private Optional<PolicyMetrics> policies = Optional.empty();
    private Optional<MilterMetrics> milters = Optional.empty();
    private Optional<AuthMetrics> logIns = Optional.empty();
    private Optional<CounterStore> counters = Optional.empty();

    /**
     * Begins.
     *
     * @param state where something is kept on disk; the same for the life of the process
     * @throws CommandFailure when what must be known first cannot be read
     */
    Lifelong(StateConfig state, InheritedSockets sockets, Logs logs) throws CommandFailure {
        this.state = state;
        this.logs = logs;
        logs.listen(errors);
        this.lockouts = OpenLockouts.forDaemon(state);
        this.configurations = new ConfigurationMetrics(registry, Version.text(), InstantSource.system());
        this.daemons = new DaemonMetrics(registry);
        this.lookups = new LookupMetrics(registry, Set.of());
        this.notices = new NoticeMetrics(registry, lockouts);
        this.loops = EventLoops.create(sockets);
    }

    StateConfig state() {
        return state;
    }

    Logs logs() {
        return logs;
    }

    /** What was logged of late. */
    RecentErrors errors() {
        return errors;
    }

    FileLockouts lockouts() {
        return lockouts;
    }

    PrometheusRegistry registry() {
        return registry;
    }

    ConfigurationMetrics configurations() {
        return configurations;
    }

    DaemonMetrics daemons() {
        return daemons;
    }

    LookupMetrics lookups() {
        return lookups;
    }

    NoticeMetrics notices() {
        return notices;
    }

    EventLoops loops() {
        return loops;
    }

    CacheMemory memory() {
        return memory;
    }

    LoginAccounting accounting() {
        return accounting;
    }

    /** Registered with the first rule, so that who has no policy service has no metrics of one. */
    PolicyMetrics policies() {
        PolicyMetrics metrics = policies.orElseGet(() -> new PolicyMetrics(registry, List.of()));
        policies = Optional.of(metrics);
        return metrics;
    }

    MilterMetrics milters() {
        MilterMetrics metrics = milters.orElseGet(() -> new MilterMetrics(registry, List.of()));
        milters = Optional.of(metrics);
        return metrics;
    }

    AuthMetrics logIns() {
        AuthMetrics metrics = logIns.orElseGet(() -> new AuthMetrics(registry, List.of()));
        logIns = Optional.of(metrics);
        return metrics;
    }

    /** What is counted in memory, opened when the first rule counts there. Safe for use by many threads. */
    synchronized CounterStore counters() {
        CounterStore store = counters.orElseGet(() -> CounterStores.memory(state));
        counters = Optional.of(store);
        return store;
    }

    /** Ends the threads, and writes what must survive. Blocks. */
    @Override
    public synchronized void close() {
        loops.close();
        counters.ifPresent(CounterStore::close);
        lockouts.close();
    }
}
