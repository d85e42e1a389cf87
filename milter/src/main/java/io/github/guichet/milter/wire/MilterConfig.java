package io.github.guichet.milter.wire;

import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.util.List;

/**
 * Where the milter listens and what it grants.
 *
 * @param listen at least one address
 * @param limits for each address by itself; idle at least 10 minutes. An MTA has one request open at a time, whatever is said here
 */
public record MilterConfig(List<ListenAddress> listen, ListenerLimits limits) {

    /** The usual limits, but two hours idle: a connection lasts as long as the SMTP session that it belongs to. */
    public static final ListenerLimits DEFAULT_LIMITS = ListenerLimits.DEFAULT.withIdle(MilterLimits.USUAL_IDLE);

    /** Refuses what an MTA would suffer from with an {@link IllegalArgumentException}. */
    public MilterConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("name at least one address to listen on");
        }
        if (limits.idle().compareTo(MilterLimits.SHORTEST_IDLE) < 0) {
            throw new IllegalArgumentException("idle must be at least "
                    + MilterLimits.SHORTEST_IDLE.toMinutes()
                    + " min: an SMTP session may rest, and a milter that closes first makes its next mail fail");
        }
    }
}
