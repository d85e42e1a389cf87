package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Systemd;
import io.github.guichet.server.ListenAddress.Unix;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
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
    private volatile ListenAddress asked;
    private final Optional<SocketFile> file;
    private final List<Channel> servers;
    private final Connections connections;
    private final InheritedSockets inherited;

    private Listener(
            ListenAddress asked,
            ListenAddress address,
            Optional<SocketFile> file,
            List<Channel> servers,
            Connections connections,
            InheritedSockets inherited) {
        this.asked = asked;
        this.address = address;
        this.file = file;
        this.servers = servers;
        this.connections = connections;
        this.inherited = inherited;
    }

    /**
     * Binds and starts to accept. Blocks for as long as binding takes; not for event loops.
     *
     * <p>A socket file that nobody listens on is replaced; one that is in use, or a file that is no socket, is refused. What is open
     * already, see {@link EventLoops#sockets()}, is not bound.
     *
     * @param loops closed by the caller, after this listener is stopped
     * @throws ListenException with a sentence for the administrator
     */
    public static Listener bind(
            ListenAddress address, EventLoops loops, ListenerLimits limits, DaemonMeter meter, Protocol protocol)
            throws ListenException {
        Listener listener = prepare(address, loops, limits, meter, protocol);
        listener.accept();
        return listener;
    }

    /** As {@link #bind}, but connections wait in the kernel until {@link #accept}. */
    static Listener prepare(
            ListenAddress address, EventLoops loops, ListenerLimits limits, DaemonMeter meter, Protocol protocol)
            throws ListenException {
        Connections connections = new Connections(address.toString(), loops, limits, meter, protocol);
        List<InheritedSocket> open = loops.sockets().take(address);
        if (!open.isEmpty()) {
            List<Channel> servers = InheritedChannels.open(address, open, loops, connections);
            return new Listener(
                    address, shown(address, servers), Optional.empty(), servers, connections, loops.sockets());
        }
        if (address instanceof Unix unix) {
            SocketFile file = SocketFile.prepare(unix);
            try {
                ServerBootstrap bootstrap = unix(loops, connections).channel(loops.unixServer());
                Channel server = bind(address, bootstrap, loops.unixAddress(file.preparedPath()));
                publish(file, server);
                return new Listener(address, address, Optional.of(file), List.of(server), connections, loops.sockets());
            } finally {
                file.discard();
            }
        }
        Inet inet = (Inet) address;
        InetSocketAddress resolved = new InetSocketAddress(inet.host(), inet.port());
        if (resolved.isUnresolved()) {
            throw new ListenException(address + ": the name '" + inet.host() + "' has no address");
        }
        List<Channel> server = List.of(bind(address, inet(loops, connections).channel(loops.inetServer()), resolved));
        return new Listener(inet, shown(inet, server), Optional.empty(), server, connections, loops.sockets());
    }

    /** With the real port in place of "any". */
    private static ListenAddress shown(ListenAddress address, List<Channel> servers) {
        return address instanceof Inet inet && servers.get(0).localAddress() instanceof InetSocketAddress bound
                ? new Inet(inet.host(), bound.getPort())
                : address;
    }

    /** Begins to take connections. */
    void accept() {
        servers.forEach(server -> server.config().setAutoRead(true));
        connections.listens();
        LOGGER.info("{}: listening on {}", connections.daemon(), address);
    }

    /** The address as it was asked for. */
    ListenAddress asked() {
        return asked;
    }

    /** Whether it can serve an address as it is, or with another mode or owner of its socket. */
    boolean isAt(ListenAddress other) {
        return asked.equals(other)
                || (asked instanceof Unix mine
                        && other instanceof Unix its
                        && mine.path().equals(its.path()));
    }

    /** Gives the socket the mode and owner of another address with the same path. */
    void change(ListenAddress other) throws ListenException {
        if (!asked.equals(other) && file.isPresent() && other instanceof Unix unix) {
            asked = other; // before: if it fails half-way, whoever changes it back compares with this
            file.get().change(unix);
        }
    }

    /** Serves connections that come from now on differently. */
    void renew(ListenerLimits limits, Protocol protocol) {
        connections.renew(limits, protocol);
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
     * {@link ListenerLimits#drain()} are closed as they are. May be called again. Sockets of systemd stay open, and what connects
     * to them waits for the next process.
     *
     * @return completes when the last connection is closed
     */
    public CompletableFuture<Void> stop() {
        file.ifPresent(SocketFile::remove);
        boolean kept = address instanceof Systemd;
        CompletableFuture<?>[] ended = servers.stream()
                .map(server -> ended(kept ? server.deregister() : server.close()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ended).whenComplete((done, failure) -> {
            if (kept) {
                inherited.giveBack(address);
            }
            connections.drain();
        });
        return connections.drained();
    }

    /** However it ended. */
    private static CompletableFuture<?> ended(ChannelFuture future) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        future.addListener(done -> ended.complete(null));
        return ended;
    }

    /** For Unix sockets; the caller says which channel. */
    static ServerBootstrap unix(EventLoops loops, Connections connections) {
        ServerBootstrap bootstrap = bootstrap(loops, connections);
        // Netty's Unix sockets on NIO do not know it: there, a peer that closes its half gets no later reply.
        return loops.transport() == EventLoops.Transport.EPOLL
                ? bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                : bootstrap;
    }

    /** For TCP; the caller says which channel. */
    static ServerBootstrap inet(EventLoops loops, Connections connections) {
        return bootstrap(loops, connections)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    private static ServerBootstrap bootstrap(EventLoops loops, Connections connections) {
        return new ServerBootstrap()
                .group(loops.group())
                .option(ChannelOption.AUTO_READ, false)
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
