package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address on which a daemon serves. Accepts, counts and limits connections, hands each to the {@link Protocol}, and stops
 * without losing a request that was read. Safe for use by many threads.
 */
public final class Listener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Listener.class);

    private final ListenAddress address;
    private final Optional<SocketFile> file;
    private final Channel server;
    private final Connections connections;

    private Listener(ListenAddress address, Optional<SocketFile> file, Channel server, Connections connections) {
        this.address = address;
        this.file = file;
        this.server = server;
        this.connections = connections;
        LOGGER.info("{}: listening on {}", connections.daemon(), address);
    }

    /**
     * Binds and starts to accept. Blocks for as long as binding takes; not for event loops.
     *
     * <p>A socket file that nobody listens on is replaced; one that is in use, or a file that is no socket, is refused.
     *
     * @param loops closed by the caller, after this listener is stopped
     * @throws ListenException with a sentence for the administrator
     */
    public static Listener bind(
            ListenAddress address, EventLoops loops, ListenerLimits limits, DaemonMeter meter, Protocol protocol)
            throws ListenException {
        Connections connections = new Connections(address.toString(), loops, limits, meter, protocol);
        if (address instanceof Unix unix) {
            SocketFile file = SocketFile.prepare(unix);
            try {
                ServerBootstrap bootstrap = bootstrap(loops, loops.unixServer(), connections);
                if (loops.transport() == EventLoops.Transport.EPOLL) {
                    // Netty's Unix sockets on NIO do not know it: there, a peer that closes its half gets no later
                    // reply.
                    bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
                }
                Channel server = bind(address, bootstrap, loops.unixAddress(file.preparedPath()));
                publish(file, server);
                return new Listener(address, Optional.of(file), server, connections);
            } finally {
                file.discard();
            }
        }
        Inet inet = (Inet) address;
        InetSocketAddress resolved = new InetSocketAddress(inet.host(), inet.port());
        if (resolved.isUnresolved()) {
            throw new ListenException(address + ": the name '" + inet.host() + "' has no address");
        }
        ServerBootstrap bootstrap = bootstrap(loops, loops.inetServer(), connections)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        Channel server = bind(address, bootstrap, resolved);
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        return new Listener(new Inet(inet.host(), port), Optional.empty(), server, connections);
    }

    /** Where it listens; an asked port 0 is the real one here. */
    public ListenAddress address() {
        return address;
    }

    /** How many connections are open. */
    public int connections() {
        return connections.open();
    }

    /**
     * Stops to listen at once, answers the requests that were read, then closes each connection; those that are not done within
     * {@link ListenerLimits#drain()} are closed as they are. May be called again.
     *
     * @return completes when the last connection is closed
     */
    public CompletableFuture<Void> stop() {
        file.ifPresent(SocketFile::remove);
        server.close().addListener(closed -> connections.drain());
        return connections.drained();
    }

    private static ServerBootstrap bootstrap(
            EventLoops loops, Class<? extends ServerChannel> type, Connections connections) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, ListenerLimits.BACKLOG)
                .handler(connections.acceptor())
                .childHandler(connections)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(ListenerLimits.LOW_WATER, ListenerLimits.HIGH_WATER));
    }

    private static Channel bind(ListenAddress address, ServerBootstrap bootstrap, SocketAddress socket)
            throws ListenException {
        ChannelFuture bound = bootstrap.bind(socket).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw new ListenException("cannot listen on " + address + ": " + cause.getMessage(), cause);
        }
        return bound.channel();
    }

    private static void publish(SocketFile file, Channel server) throws ListenException {
        boolean published = false;
        try {
            file.publish();
            published = true;
        } finally {
            if (!published) {
                server.close().awaitUninterruptibly();
            }
        }
    }
}
