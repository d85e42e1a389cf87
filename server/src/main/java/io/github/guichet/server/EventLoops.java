package io.github.guichet.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The few threads that all daemons of a process share for reading and writing. Nothing that blocks may run on them.
 *
 * <p>Linux's epoll where its native library loads, Java's own selector otherwise; both serve TCP and Unix sockets.
 */
public final class EventLoops implements AutoCloseable {

    /** How sockets are waited for. */
    public enum Transport {
        /** Netty's native epoll. */
        EPOLL,
        /** {@code java.nio}, on every platform. */
        NIO
    }

    /** What the names of the threads begin with. */
    static final String THREADS = "guichet-loop";

    private final Transport transport;
    private final EventLoopGroup group;
    private final InheritedSockets sockets;

    /**
     * Creates the threads; they start with their first connection.
     *
     * @param transport must be available; {@link #bestTransport()} is
     * @param threads at least 1
     */
    public EventLoops(Transport transport, int threads) {
        this(transport, threads, InheritedSockets.none());
    }

    /**
     * The same, for a process some of whose sockets are open already.
     *
     * @param sockets where a listener looks before it binds
     */
    public EventLoops(Transport transport, int threads, InheritedSockets sockets) {
        this.transport = transport;
        this.sockets = sockets;
        IoHandlerFactory handlers = switch (transport) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
        this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(THREADS), handlers);
    }

    /**
     * One loop for two cores on the best transport. The peers run on this host too and need the others; and a loop with more
     * connections goes to sleep less often, which is most of what a cached answer costs.
     */
    public static EventLoops create() {
        return create(InheritedSockets.none());
    }

    /** The same, for a process some of whose sockets are open already. */
    public static EventLoops create(InheritedSockets sockets) {
        return new EventLoops(bestTransport(), Math.max(1, Runtime.getRuntime().availableProcessors() / 2), sockets);
    }

    /** Epoll if its library loads here. */
    public static Transport bestTransport() {
        return Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO;
    }

    /** The transport in use. */
    public Transport transport() {
        return transport;
    }

    /** Sockets that were open before. */
    public InheritedSockets sockets() {
        return sockets;
    }

    /** The threads. */
    EventLoopGroup group() {
        return group;
    }

    /**
     * Runs a task through each of the threads.
     *
     * @return completes when all of them have run it: not as long as one of them is stuck, and exceptionally when they have ended
     */
    public CompletableFuture<Void> runThroughAll() {
        List<CompletableFuture<Void>> each = new ArrayList<>();
        for (EventExecutor loop : group) {
            each.add(CompletableFuture.runAsync(() -> {}, loop));
        }
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new));
    }

    Class<? extends ServerChannel> unixServer() {
        return switch (transport) {
            case EPOLL -> EpollServerDomainSocketChannel.class;
            case NIO -> NioServerDomainSocketChannel.class;
        };
    }

    Class<? extends ServerChannel> inetServer() {
        return switch (transport) {
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }

    SocketAddress unixAddress(Path path) {
        return switch (transport) {
            case EPOLL -> new DomainSocketAddress(path.toString());
            case NIO -> UnixDomainSocketAddress.of(path);
        };
    }

    /** Ends the threads and waits for them, at most ten seconds. Listeners are stopped before. */
    @Override
    public void close() {
        Future<?> ended = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
