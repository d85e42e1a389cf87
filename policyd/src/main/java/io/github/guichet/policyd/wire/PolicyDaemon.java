package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Decides for Postfix on one or several addresses. Safe for use by many threads. */
public final class PolicyDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "policy";

    private final Listeners listeners;
    private final Decisions decisions;

    /**
     * A daemon that listens nowhere yet; parameters as for {@link #start}.
     */
    public PolicyDaemon(PolicyDesk desk, EventLoops loops, DaemonMetrics metrics) {
        DaemonMeter meter = metrics.daemon(NAME);
        this.listeners = new Listeners(loops, meter);
        this.decisions = new Decisions(desk, meter);
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
        PolicyDaemon daemon = new PolicyDaemon(desk, loops, metrics);
        daemon.prepare(Optional.of(config)).commit();
        return daemon;
    }

    /**
     * Other addresses or limits.
     *
     * @param config absent = listens nowhere
     * @throws ListenException when an address cannot be bound; nothing has changed then
     */
    public Listeners.Change prepare(Optional<PolicyConfig> config) throws ListenException {
        List<Listeners.Wish> wishes = new ArrayList<>();
        config.ifPresent(c -> c.listen()
                .forEach(address -> wishes.add(new Listeners.Wish(address, c.limits(), channel -> {
                    PolicyHandler handler =
                            new PolicyHandler(channel, decisions, c.limits().maxInFlight());
                    channel.pipeline().addLast(handler);
                    return handler;
                }))));
        return listeners.prepare(wishes);
    }

    /** Where it listens, in the order of the configuration. */
    public List<ListenAddress> addresses() {
        return listeners.addresses();
    }

    /** How many connections are open. */
    public int connections() {
        return listeners.connections();
    }

    /**
     * Stops to listen, answers what was asked, closes the connections.
     *
     * @return completes when the last connection is closed, at the latest after the time to drain
     */
    public CompletableFuture<Void> stop() {
        return listeners.stop();
    }
}
