package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listeners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Serves a filter to MTAs on one or several addresses. Safe for use by many threads. */
public final class MilterDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "milter";

    private final Listeners listeners;
    private final Desk desk;

    /**
     * A daemon that listens nowhere yet; parameters as for {@link #start(MilterConfig, Filter, EventLoops, DaemonMetrics)}.
     */
    public MilterDaemon(Filter filter, EventLoops loops, DaemonMetrics metrics) {
        this(filter, loops, metrics, MilterLimits.PROGRESS);
    }

    private MilterDaemon(Filter filter, EventLoops loops, DaemonMetrics metrics, Duration progress) {
        DaemonMeter meter = metrics.daemon(NAME);
        this.listeners = new Listeners(loops, meter);
        this.desk = new Desk(filter, meter, progress);
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
        MilterDaemon daemon = new MilterDaemon(filter, loops, metrics, progress);
        daemon.prepare(Optional.of(config)).commit();
        return daemon;
    }

    /**
     * Other addresses or limits.
     *
     * @param config absent = listens nowhere
     * @throws ListenException when an address cannot be bound; nothing has changed then
     */
    public Listeners.Change prepare(Optional<MilterConfig> config) throws ListenException {
        List<Listeners.Wish> wishes = new ArrayList<>();
        config.ifPresent(c -> c.listen()
                .forEach(address -> wishes.add(new Listeners.Wish(address, c.limits(), channel -> {
                    MilterConnection connection = new MilterConnection(channel, desk);
                    channel.pipeline().addLast(connection);
                    return connection;
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
