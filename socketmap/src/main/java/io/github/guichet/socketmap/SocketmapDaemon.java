package io.github.guichet.socketmap;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Serves maps to Postfix on one or several addresses. Safe for use by many threads. */
public final class SocketmapDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "socketmap";

    private final List<Listener> listeners;

    private SocketmapDaemon(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @param maps the table behind a map's name; asked for every request on an event loop, so it must be quick, and may change its
     *     mind from one request to the next
     * @param loops closed by the caller, after {@link #stop()}
     * @param observer hears of keys that cannot exist; look-ups are observed by the tables themselves
     * @throws ListenException when an address cannot be bound; nothing listens then
     */
    public static SocketmapDaemon start(
            SocketmapConfig config,
            Function<String, Optional<Table>> maps,
            EventLoops loops,
            DaemonMetrics metrics,
            LookupObserver observer)
            throws ListenException {
        DaemonMeter meter = metrics.daemon(NAME);
        MapDesk desk = new MapDesk(maps, meter, observer);
        List<Listener> bound = new ArrayList<>();
        try {
            for (ListenAddress address : config.listen()) {
                bound.add(Listener.bind(address, loops, config.limits(), meter, channel -> {
                    SocketmapHandler handler =
                            new SocketmapHandler(channel, desk, config.limits().maxInFlight());
                    channel.pipeline().addLast(handler);
                    return handler;
                }));
            }
        } catch (ListenException e) {
            bound.forEach(Listener::stop);
            throw e;
        }
        return new SocketmapDaemon(bound);
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
