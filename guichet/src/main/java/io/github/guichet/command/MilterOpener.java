package io.github.guichet.command;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.rule.MessageLimits;
import io.github.guichet.milter.rule.Rule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns {@code [milter]} into rules that can be asked. For one thread. */
final class MilterOpener {

    private final MilterSection section;
    private final MilterCheckOpener checks;
    private final ConditionOpener conditions;

    /**
     * An opener.
     *
     * @param running has the maps that are asked
     * @param address how addresses are read
     */
    MilterOpener(MilterSection section, RunningConfiguration running, AddressConfig address) {
        this.section = section;
        this.checks = new MilterCheckOpener(running, address, section.authservId());
        this.conditions = new ConditionOpener(running, address);
    }

    /** All rules, in order. */
    List<Rule> rules() {
        return section.rules().stream().map(this::rule).toList();
    }

    /** How much of a message they get to see. */
    MessageLimits limits() {
        return new MessageLimits(section.maxHeaderBytes(), MessageLimits.DEFAULTS.recipients());
    }

    private Rule rule(MilterRuleConfig config) {
        return new Rule(
                config.name(),
                conditions.open(config.when(), config.unless()),
                Stream.concat(config.when().stream(), config.unless().stream())
                        .map(ConditionConfig::fact)
                        .collect(Collectors.toUnmodifiableSet()),
                checks.open(config.name(), config.check()),
                config.mode(),
                config.onUnavailable(),
                config.text(),
                config.tagField());
    }
}
