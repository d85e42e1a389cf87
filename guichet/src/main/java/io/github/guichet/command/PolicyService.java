package io.github.guichet.command;

import io.github.guichet.lookup.account.Lockouts;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.RuleChain;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The policy daemon with what it decides with.
 *
 * @param daemon listens
 * @param stores where its rules count
 */
record PolicyService(PolicyDaemon daemon, CounterStores stores) {

    /**
     * What it shares with the other daemons of the process.
     *
     * @param names makes a login the name of its account
     */
    record Surroundings(
            EventLoops loops,
            DaemonMetrics daemonMetrics,
            PrometheusRegistry registry,
            Lockouts lockouts,
            UnaryOperator<String> names) {}

    /**
     * Starts.
     *
     * @throws ListenException when an address cannot be bound; nothing runs then
     */
    static PolicyService start(
            PolicySection section, StateConfig state, RunningConfiguration running, Surroundings shared)
            throws ListenException {
        CounterStores stores = new CounterStores(state);
        try {
            PolicyMetrics metrics = new PolicyMetrics(shared.registry(), section.rules());
            List<Rule> rules = new PolicyOpener(running, stores).rules(section.rules());
            PolicyDesk desk =
                    new LockoutDesk(shared.lockouts(), shared.names(), new RuleChain(rules, metrics), metrics);
            PolicyDaemon daemon = PolicyDaemon.start(section.daemon(), desk, shared.loops(), shared.daemonMetrics());
            return new PolicyService(daemon, stores);
        } catch (ListenException | RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /** Answers what was asked, then writes what was counted. Blocks. */
    void stop() throws Exception {
        try {
            daemon.stop().get(Daemons.LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } finally {
            stores.close();
        }
    }
}
