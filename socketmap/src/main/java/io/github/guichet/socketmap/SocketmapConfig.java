package io.github.guichet.socketmap;

import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.util.List;

/**
 * Where the socketmap daemon listens and what it grants.
 *
 * @param listen at least one address
 * @param limits for each address by itself; idle at least 120 s
 */
public record SocketmapConfig(List<ListenAddress> listen, ListenerLimits limits) {

    /** Refuses what Postfix would suffer from with an {@link IllegalArgumentException}. */
    public SocketmapConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("name at least one address to listen on");
        }
        if (limits.idle().compareTo(SocketmapLimits.SHORTEST_IDLE) < 0) {
            throw new IllegalArgumentException(
                    "idle must be at least " + SocketmapLimits.SHORTEST_IDLE.toSeconds()
                            + " s: Postfix keeps a connection for up to 100 s and repeats a request when the server closes first");
        }
    }
}
