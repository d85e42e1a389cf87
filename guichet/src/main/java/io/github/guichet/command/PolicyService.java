package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.Lockouts;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.accounting.AccountingDesk;
import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.policyd.check.RateMemory;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.RuleChain;
import io.github.guichet.server.AdminCommand;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the policy service decides with.
 *
 * @param section its configuration
 * @param stores where its rules count
 * @param desk decides
 * @param lockouts refuses locked accounts before any rule is asked
 * @param rules in order
 * @param looking the same rules, made so that asking them counts nothing
 * @param memories what rules of rates remember, by rule and kind of subject
 */
record PolicyService(
        PolicySection section,
        CounterStores stores,
        PolicyDesk desk,
        LockoutDesk lockouts,
        List<Rule> rules,
        Looking looking,
        Map<String, RateMemory> memories) {

    /** Rules that count nothing: made when somebody asks what they would say, which most never do. Safe for use by many threads. */
    static final class Looking {

        private final Supplier<List<Rule>> maker;
        private Optional<List<Rule>> made = Optional.empty();

        Looking(Supplier<List<Rule>> maker) {
            this.maker = maker;
        }

        synchronized List<Rule> rules() {
            List<Rule> rules = made.orElseGet(maker);
            made = Optional.of(rules);
            return rules;
        }
    }

    /**
     * What it shares with the other daemons of the process, and with what it takes the place of.
     *
     * @param memory counts in memory
     * @param lockouts who may not send whatever the rules say
     * @param names makes a login the name of its account
     * @param breaches is told who goes over a limit
     */
    record Surroundings(
            LookupObserver observer,
            PolicyMetrics metrics,
            LoginAccounting accounting,
            Supplier<CounterStore> memory,
            Lockouts lockouts,
            UnaryOperator<String> names,
            BreachListener breaches) {}

    /**
     * Opens it.
     *
     * @param before what it takes the place of
     */
    static PolicyService open(
            PolicySection section,
            Configuration configuration,
            RunningConfiguration running,
            Surroundings shared,
            Optional<PolicyService> before) {
        CounterStores stores =
                new CounterStores(configuration, running, shared.observer(), Optional.of(shared.memory()));
        try {
            PolicyMetrics metrics = shared.metrics();
            AddressConfig address = configuration.address();
            BreachListener breaches = breach -> {
                metrics.breached(breach);
                shared.breaches().breached(breach);
            };
            Map<String, RateMemory> memories = new HashMap<>();
            CheckOpener checks = new CheckOpener(running, address, stores::open, breaches, config -> {
                String key = config.per() + " " + config.rule();
                RateMemory memory = before.flatMap(
                                old -> Optional.ofNullable(old.memories().get(key)))
                        .orElseGet(() -> new RateMemory(config.rule(), InstantSource.system()));
                memories.put(key, memory);
                return memory;
            });
            CheckOpener lookingChecks = new CheckOpener(
                    running,
                    address,
                    store -> new LookingStore(stores.open(store), InstantSource.system()),
                    breach -> {});
            ConditionOpener conditions = new ConditionOpener(running, address);
            List<Rule> rules = new PolicyOpener(checks, conditions).rules(section.rules());
            Looking looking = new Looking(() -> new PolicyOpener(lookingChecks, conditions).rules(section.rules()));
            LockoutDesk desk = new LockoutDesk(
                    shared.lockouts(), shared.names(), new RuleChain(rules, metrics, section.deadline()), metrics);
            return new PolicyService(
                    section,
                    stores,
                    new AccountingDesk(desk, shared.accounting()),
                    desk,
                    rules,
                    looking,
                    Map.copyOf(memories));
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /** What it can be told over the admin socket. */
    List<AdminCommand> commands() {
        return List.of(new AdminDecide(lockouts, looking::rules), new AdminLimit(section.rules(), rules, stores));
    }

    /** Writes what was counted. Blocks. */
    void close() {
        stores.close();
    }
}
