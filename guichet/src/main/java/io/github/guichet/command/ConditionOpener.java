package io.github.guichet.command;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.ConditionException;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.FactTest;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;

/** Turns the conditions of a configuration into conditions that can be asked. For one thread. */
final class ConditionOpener {

    private final RunningConfiguration running;
    private final AddressConfig addresses;

    /**
     * An opener.
     *
     * @param running has the maps that conditions ask
     * @param addresses how senders and recipients are read
     */
    ConditionOpener(RunningConfiguration running, AddressConfig addresses) {
        this.running = running;
        this.addresses = addresses;
    }

    /** The condition of a rule. */
    Condition open(List<ConditionConfig> when, List<ConditionConfig> unless) {
        return Conditions.of(conditions(when), conditions(unless));
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
                ? new FactTest.InMap(running.neededTable(map.map()))
                : new FactTest.Present(((ConditionConfig.Wanted.Present) wanted).there());
    }
}
