package io.github.guichet.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections of one listener: lets them in up to the limit, and sees them out when it stops.
 *
 * <p>A connection over the limit is closed at once rather than left waiting. Postfix then tries once more and, failing that,
 * answers 451 within milliseconds; a connection left in the queue would hold an smtpd for its whole time limit of 100 s.
 */
@Sharable
final class Connections extends ChannelInitializer<Channel> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connections.class);

    private final String address;
    private final EventLoops loops;
    private volatile ListenerLimits limits;
    private final DaemonMeter meter;
    private volatile Protocol protocol;
    private final RepeatedLog log = new RepeatedLog(LOGGER);
    private final Map<Channel, ConnectionGuard> guards = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    /** How many connections are announced as the most, while the listener accepts. */
    private final AtomicInteger counted = new AtomicInteger();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    Connections(String address, EventLoops loops, ListenerLimits limits, DaemonMeter meter, Protocol protocol) {
        this.address = address;
        this.loops = loops;
        this.limits = limits;
        this.meter = meter;
        this.protocol = protocol;
    }

    /** The listener accepts from now on. */
    void listens() {
        int most = limits.maxConnections();
        meter.listens(most);
        meter.listensNoMore(counted.getAndSet(most));
    }

    /** For connections that come from now on; those that are open keep what they have. */
    void renew(ListenerLimits newLimits, Protocol newProtocol) {
        limits = newLimits;
        protocol = newProtocol;
        if (counted.get() > 0) {
            listens();
        }
    }

    String daemon() {
        return meter.name();
    }

    int open() {
        return open.get();
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open.incrementAndGet() > limits.maxConnections()) {
            if (open.decrementAndGet() == 0 && draining) {
                drained.complete(null);
            }
            meter.refused();
            log.warn(
                    "full",
                    "{}: {} connections are open on {}, the most that max-connections allows: further ones are closed at once",
                    meter.name(),
                    limits.maxConnections(),
                    address);
            channel.close();
            return;
        }
        meter.opened();
        channel.closeFuture().addListener(closed -> left(channel));
        Conversation conversation = protocol.open(channel);
        ConnectionGuard guard = new ConnectionGuard(channel, conversation, limits, meter, log);
        channel.pipeline().addLast(guard);
        guards.put(channel, guard);
        if (draining) {
            guard.stop();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        meter.internalError();
        log.warn("defect", "{}: a connection could not be set up", meter.name(), cause);
        context.close();
    }

    private void left(Channel channel) {
        guards.remove(channel);
        meter.closed();
        if (open.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    /** Sees everybody out; called when nobody can come in any more. */
    void drain() {
        meter.listensNoMore(counted.getAndSet(0));
        draining = true;
        guards.forEach((channel, guard) -> {
            try {
                channel.eventLoop().execute(guard::stop);
            } catch (RejectedExecutionException e) {
                // The loops are stopped already, and with them the connection.
                LOGGER.debug("{}: event loop gone while stopping", meter.name());
            }
        });
        if (open.get() == 0) {
            drained.complete(null);
        }
        if (drained.isDone()) {
            return;
        }
        loops.group().schedule(this::cut, limits.drain().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cut() {
        if (!guards.isEmpty()) {
            LOGGER.warn(
                    "{}: {} connections on {} were not done {} s after the stop: closed",
                    meter.name(),
                    guards.size(),
                    address,
                    limits.drain().toMillis() / 1000.0);
            guards.keySet().forEach(Channel::close);
        }
    }

    /** For the listening channel itself: tells when accepting fails, above all for want of file descriptors. */
    ChannelHandler acceptor() {
        return new Acceptor(meter, log, address);
    }

    private static final class Acceptor extends ChannelInboundHandlerAdapter {

        private final DaemonMeter meter;
        private final RepeatedLog log;
        private final String address;

        Acceptor(DaemonMeter meter, RepeatedLog log, String address) {
            this.meter = meter;
            this.log = log;
            this.address = address;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Netty stops accepting for a second after this, so that a lack of descriptors does not become a busy loop.
            log.warn("accept", "{}: cannot accept connections on {}: {}", meter.name(), address, cause.toString());
        }
    }
}
