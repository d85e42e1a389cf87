package io.github.guichet.command;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.ConditionException;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.FactTest;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.Rule;
import java.util.List;

/** Turns the rules of a configuration into rules that can be asked. For one thread. */
final class PolicyOpener {

    private final RunningConfiguration running;
    private final CheckOpener checks;
    private final AddressConfig addresses;

    /**
     * An opener.
     *
     * @param running has the maps that conditions ask
     * @param addresses how senders and recipients are read
     */
    PolicyOpener(RunningConfiguration running, CheckOpener checks, AddressConfig addresses) {
        this.running = running;
        this.checks = checks;
        this.addresses = addresses;
    }

    /** All rules, in order. */
    List<Rule> rules(List<PolicyRuleConfig> configs) {
        return configs.stream().map(this::rule).toList();
    }

    private Rule rule(PolicyRuleConfig config) {
        return new Rule(
                config.name(),
                Conditions.of(conditions(config.when()), conditions(config.unless())),
                checks.open(config.name(), config.check()),
                config.action(),
                config.onUnavailable(),
                config.mode());
    }

    private List<Condition> conditions(List<ConditionConfig> configs) {
        return configs.stream().map(this::condition).toList();
    }

    private Condition condition(ConditionConfig config) {
        try {
            return Conditions.of(config.fact(), test(config.wanted()), addresses);
        } catch (ConditionException e) {
            throw new IllegalStateException("the configuration was not checked: " + config.fact(), e);
        }
    }

    private FactTest test(ConditionConfig.Wanted wanted) {
        if (wanted instanceof ConditionConfig.Wanted.OneOf list) {
            return new FactTest.OneOf(list.values());
        }
        return wanted instanceof ConditionConfig.Wanted.InMap map
                ? new FactTest.InMap(running.table(map.map())
                        .orElseThrow(() ->
                                new IllegalStateException("the configuration was not checked: no map " + map.map())))
                : new FactTest.Present(((ConditionConfig.Wanted.Present) wanted).there());
    }
}
