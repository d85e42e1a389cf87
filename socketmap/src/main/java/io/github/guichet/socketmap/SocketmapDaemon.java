package io.github.guichet.socketmap;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
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
import java.util.function.Function;

/** Serves maps to Postfix on one or several addresses. Safe for use by many threads. */
public final class SocketmapDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "socketmap";

    private final Listeners listeners;
    private final MapDesk desk;

    /**
     * A daemon that listens nowhere yet; parameters as for {@link #start}.
     */
    public SocketmapDaemon(
            Function<String, Optional<Table>> maps, EventLoops loops, DaemonMetrics metrics, LookupObserver observer) {
        DaemonMeter meter = metrics.daemon(NAME);
        this.listeners = new Listeners(loops, meter);
        this.desk = new MapDesk(maps, meter, observer);
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
        SocketmapDaemon daemon = new SocketmapDaemon(maps, loops, metrics, observer);
        daemon.prepare(Optional.of(config)).commit();
        return daemon;
    }

    /**
     * Other addresses or limits.
     *
     * @param config absent = listens nowhere
     * @throws ListenException when an address cannot be bound; nothing has changed then
     */
    public Listeners.Change prepare(Optional<SocketmapConfig> config) throws ListenException {
        List<Listeners.Wish> wishes = new ArrayList<>();
        config.ifPresent(c -> c.listen()
                .forEach(address -> wishes.add(new Listeners.Wish(address, c.limits(), channel -> {
                    SocketmapHandler handler =
                            new SocketmapHandler(channel, desk, c.limits().maxInFlight());
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
