package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.Lockouts;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.accounting.AccountingDesk;
import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.RuleChain;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The policy daemon with what it decides with.
 *
 * @param section its configuration
 * @param daemon listens
 * @param stores where its rules count
 * @param lockouts refuses locked accounts before any rule is asked
 * @param rules in order
 * @param looking the same rules, made so that asking them counts nothing
 */
record PolicyService(
        PolicySection section,
        PolicyDaemon daemon,
        CounterStores stores,
        LockoutDesk lockouts,
        List<Rule> rules,
        List<Rule> looking) {

    /**
     * What it shares with the other daemons of the process.
     *
     * @param lockouts who may not send whatever the rules say
     * @param names makes a login the name of its account
     * @param breaches is told who goes over a limit
     */
    record Surroundings(
            EventLoops loops,
            DaemonMetrics daemonMetrics,
            PrometheusRegistry registry,
            LookupObserver observer,
            Lockouts lockouts,
            UnaryOperator<String> names,
            BreachListener breaches) {}

    /**
     * Starts.
     *
     * @throws ListenException when an address cannot be bound; nothing runs then
     */
    static PolicyService start(
            PolicySection section, Configuration configuration, RunningConfiguration running, Surroundings shared)
            throws ListenException {
        CounterStores stores = new CounterStores(configuration, running, shared.observer());
        try {
            PolicyMetrics metrics = new PolicyMetrics(shared.registry(), section.rules());
            AddressConfig address = configuration.address();
            BreachListener breaches = breach -> {
                metrics.breached(breach);
                shared.breaches().breached(breach);
            };
            CheckOpener checks = new CheckOpener(running, address, stores::open, breaches);
            CheckOpener lookingChecks = new CheckOpener(
                    running,
                    address,
                    store -> new LookingStore(stores.open(store), InstantSource.system()),
                    breach -> {});
            ConditionOpener conditions = new ConditionOpener(running, address);
            List<Rule> rules = new PolicyOpener(checks, conditions).rules(section.rules());
            List<Rule> looking = new PolicyOpener(lookingChecks, conditions).rules(section.rules());
            LoginAccounting accounting = new LoginAccounting(InstantSource.system());
            PolicyStateMetrics.register(shared.registry(), rules, accounting, section.topLogins());
            LockoutDesk desk = new LockoutDesk(
                    shared.lockouts(), shared.names(), new RuleChain(rules, metrics, section.deadline()), metrics);
            PolicyDaemon daemon = PolicyDaemon.start(
                    section.daemon(), new AccountingDesk(desk, accounting), shared.loops(), shared.daemonMetrics());
            return new PolicyService(section, daemon, stores, desk, rules, looking);
        } catch (ListenException | RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /** What it can be told over the admin socket. */
    List<AdminCommand> commands() {
        return List.of(new AdminDecide(lockouts, looking), new AdminLimit(section.rules(), rules, stores));
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
