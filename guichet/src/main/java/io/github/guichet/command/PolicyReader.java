package io.github.guichet.command;

import io.github.guichet.policyd.wire.PolicyConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code [policy]}. */
final class PolicyReader {

    /** Postfix keeps a connection for smtpd_policy_service_max_idle = 300 s, and waits a second when it finds it closed. */
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(5);

    /** Below the timeout of 5 s that docs/policy.md gives Postfix. */
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(4);

    private static final int MOST_LOGINS = 1000;
    private static final int USUAL_LOGINS = 10;

    private final ListenReader listen;
    private final PolicyRulesReader rules;

    PolicyReader(ListenReader listen, PolicyRulesReader rules) {
        this.listen = listen;
        this.rules = rules;
    }

    /** The section, if it is there and right. */
    Optional<PolicySection> read(Optional<ConfigSection> section) {
        return section.flatMap(s -> {
            List<ListenAddress> addresses = listen.several(s, "listen", ListenAddress.DEFAULT_MODE);
            ListenerLimits limits =
                    ListenReader.limits(s, PolicyConfig.DEFAULT_LIMITS, SHORTEST_IDLE, Duration.ofDays(1));
            Duration deadline = s.duration("deadline", Duration.ofMillis(100), Duration.ofMinutes(1))
                    .orElse(USUAL_DEADLINE);
            int top = s.integer("top-logins", 0, MOST_LOGINS).orElse(USUAL_LOGINS);
            List<PolicyRuleConfig> all = rules.read(s);
            return addresses.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PolicySection(new PolicyConfig(addresses, limits), deadline, top, all));
        });
    }
}
