package io.github.guichet.command;

import io.github.guichet.milter.rule.MessageLimits;
import io.github.guichet.milter.rule.Rule;
import io.github.guichet.milter.rule.RuleFilter;
import java.util.List;

/**
 * What the milter decides with.
 *
 * @param section its configuration
 * @param rules in order
 * @param limits how much of a message they get to see
 */
record MilterService(MilterSection section, List<Rule> rules, MessageLimits limits) {

    /**
     * Opens it.
     *
     * @param running has the maps that rules ask
     */
    static MilterService open(MilterSection section, Configuration configuration, RunningConfiguration running) {
        MilterOpener opener = new MilterOpener(section, running, configuration.address());
        return new MilterService(section, opener.rules(), opener.limits());
    }

    /** Has messages judged by these rules. */
    RuleFilter.InUse install(RuleFilter filter) {
        return filter.replace(rules, limits, section.deadline());
    }
}
