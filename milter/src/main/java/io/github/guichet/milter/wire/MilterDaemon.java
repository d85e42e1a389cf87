package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves a filter to MTAs on one or several addresses. Safe for use by many threads. */
public final class MilterDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "milter";

    private final List<Listener> listeners;

    private MilterDaemon(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @param filter asked on event loops, so it must not block
     * @param loops closed by the caller, after {@link #stop()}
     * @throws ListenException when an address cannot be bound; nothing listens then
     */
    public static MilterDaemon start(MilterConfig config, Filter filter, EventLoops loops, DaemonMetrics metrics)
            throws ListenException {
        return start(config, filter, loops, metrics, MilterLimits.PROGRESS);
    }

    /**
     * As {@link #start(MilterConfig, Filter, EventLoops, DaemonMetrics)}.
     *
     * @param progress how often an MTA that waits for the end of a message is told that the filter is still at work
     * @throws ListenException when an address cannot be bound; nothing listens then
     */
    public static MilterDaemon start(
            MilterConfig config, Filter filter, EventLoops loops, DaemonMetrics metrics, Duration progress)
            throws ListenException {
        DaemonMeter meter = metrics.daemon(NAME);
        Desk desk = new Desk(filter, meter, progress);
        List<Listener> bound = new ArrayList<>();
        try {
            for (ListenAddress address : config.listen()) {
                bound.add(Listener.bind(address, loops, config.limits(), meter, channel -> {
                    MilterConnection connection = new MilterConnection(channel, desk);
                    channel.pipeline().addLast(connection);
                    return connection;
                }));
            }
        } catch (ListenException e) {
            bound.forEach(Listener::stop);
            throw e;
        }
        return new MilterDaemon(bound);
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
