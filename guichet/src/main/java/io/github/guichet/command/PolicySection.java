package io.github.guichet.command;

import io.github.guichet.policyd.wire.PolicyConfig;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code [policy]}.
 *
 * @param daemon where it listens
 * @param deadline how long the rules together may wait for sources and stores
 * @param topLogins how many logins have metrics of their own
 * @param rules in order
 */
public record PolicySection(PolicyConfig daemon, Duration deadline, int topLogins, List<PolicyRuleConfig> rules) {

    /** Keeps copies. */
    public PolicySection {
        rules = List.copyOf(rules);
    }
}
