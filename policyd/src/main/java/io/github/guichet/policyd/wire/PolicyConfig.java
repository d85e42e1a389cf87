package io.github.guichet.policyd.wire;

import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.util.List;

/**
 * Where the policy daemon listens and what it grants.
 *
 * @param listen at least one address
 * @param limits for each address by itself; idle at least 300 s
 */
public record PolicyConfig(List<ListenAddress> listen, ListenerLimits limits) {

    /** The usual limits, but 20 minutes idle: Postfix uses a connection for at most 1000 s, and is the one who should close it. */
    public static final ListenerLimits DEFAULT_LIMITS = ListenerLimits.DEFAULT.withIdle(PolicyLimits.USUAL_IDLE);

    /** Refuses what Postfix would suffer from with an {@link IllegalArgumentException}. */
    public PolicyConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("name at least one address to listen on");
        }
        if (limits.idle().compareTo(PolicyLimits.SHORTEST_IDLE) < 0) {
            throw new IllegalArgumentException("idle must be at least " + PolicyLimits.SHORTEST_IDLE.toSeconds()
                    + " s: Postfix keeps a connection for so long (smtpd_policy_service_max_idle) and waits a second before it"
                    + " repeats a request when the server closes first");
        }
    }
}
