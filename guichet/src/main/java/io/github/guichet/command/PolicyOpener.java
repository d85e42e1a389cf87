package io.github.guichet.command;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.ConditionException;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.FactTest;
import io.github.guichet.policyd.check.SendAsCheck;
import io.github.guichet.policyd.check.SendAsCheckConfig;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Turns the rules of a configuration into rules that can be asked. For one thread. */
final class PolicyOpener {

    /** The check of a rule without one: its action is all that there is. */
    private static final CompletableFuture<Verdict> ALWAYS =
            CompletableFuture.completedFuture(new Verdict.Decide(Action.DUNNO, "the condition holds"));

    private final RunningConfiguration running;
    private final CounterStores stores;

    /**
     * An opener.
     *
     * @param running has the maps that rules name
     * @param stores where they count
     */
    PolicyOpener(RunningConfiguration running, CounterStores stores) {
        this.running = running;
        this.stores = stores;
    }

    /** All rules, in order. */
    List<Rule> rules(List<PolicyRuleConfig> configs) {
        return configs.stream().map(this::rule).toList();
    }

    private Rule rule(PolicyRuleConfig config) {
        return new Rule(
                config.name(),
                Conditions.of(conditions(config.when()), conditions(config.unless())),
                check(config),
                config.action(),
                config.onUnavailable(),
                config.mode());
    }

    private List<Condition> conditions(List<ConditionConfig> configs) {
        return configs.stream().map(this::condition).toList();
    }

    private Condition condition(ConditionConfig config) {
        try {
            return Conditions.of(config.fact(), test(config.wanted()));
        } catch (ConditionException e) {
            throw new IllegalStateException("the configuration was not checked: " + config.fact(), e);
        }
    }

    private FactTest test(ConditionConfig.Wanted wanted) {
        if (wanted instanceof ConditionConfig.Wanted.OneOf list) {
            return new FactTest.OneOf(list.values());
        }
        return wanted instanceof ConditionConfig.Wanted.InMap map
                ? new FactTest.InMap(table(map.map()))
                : new FactTest.Present(((ConditionConfig.Wanted.Present) wanted).there());
    }

    private Table table(String name) {
        return running.table(name)
                .orElseThrow(() -> new IllegalStateException("the configuration was not checked: no map " + name));
    }

    private Check check(PolicyRuleConfig config) {
        PolicyCheck check = config.check();
        if (check instanceof PolicyCheck.None) {
            return (request, mode) -> ALWAYS;
        }
        if (check instanceof PolicyCheck.SendAs sendAs) {
            return new SendAsCheck(
                    running.sendAs()
                            .orElseThrow(
                                    () -> new IllegalStateException("the configuration was not checked: no [send-as]")),
                    new SendAsCheckConfig(sendAs.refuseUnauthenticated(), sendAs.refuseUnowned()));
        }
        throw new UnsupportedOperationException(config.name() + stores.all());
    }
}
