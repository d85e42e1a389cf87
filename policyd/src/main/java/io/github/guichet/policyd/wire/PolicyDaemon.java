package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Decides for Postfix on one or several addresses. Safe for use by many threads. */
public final class PolicyDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "policy";

    private final List<Listener> listeners;

    private PolicyDaemon(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @param desk asked for every request on an event loop, so it must not block
     * @param loops closed by the caller, after {@link #stop()}
     * @throws ListenException when an address cannot be bound; nothing listens then
     */
    public static PolicyDaemon start(PolicyConfig config, PolicyDesk desk, EventLoops loops, DaemonMetrics metrics)
            throws ListenException {
        DaemonMeter meter = metrics.daemon(NAME);
        Decisions decisions = new Decisions(desk, meter);
        List<Listener> bound = new ArrayList<>();
        try {
            for (ListenAddress address : config.listen()) {
                bound.add(Listener.bind(address, loops, config.limits(), meter, channel -> {
                    PolicyHandler handler = new PolicyHandler(
                            channel, decisions, config.limits().maxInFlight());
                    channel.pipeline().addLast(handler);
                    return handler;
                }));
            }
        } catch (ListenException e) {
            bound.forEach(Listener::stop);
            throw e;
        }
        return new PolicyDaemon(bound);
    }

    /** Where it listens, in the order of the configuration. */
    public List<ListenAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** How many connections are open. */
    public int connections() {
        return listeners.stream().mapToInt(Listener::connections).sum();
    }

    /**
     * Stops to listen, answers what was asked, closes the connections.
     *
     * @return completes when the last connection is closed, at the latest after the time to drain
     */
    public CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(listeners.stream().map(Listener::stop).toArray(CompletableFuture[]::new));
    }
}
