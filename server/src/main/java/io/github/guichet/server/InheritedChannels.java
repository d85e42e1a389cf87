package io.github.guichet.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayList;
import java.util.List;

/** Begins to accept on sockets that are open already. */
final class InheritedChannels {

    private InheritedChannels() {}

    /**
     * Blocks for a moment; not for event loops.
     *
     * @throws ListenException when one of them is of no use; none is accepted on then
     */
    static List<Channel> open(
            ListenAddress address, List<InheritedSocket> sockets, EventLoops loops, Connections connections)
            throws ListenException {
        List<Channel> servers = new ArrayList<>();
        boolean complete = false;
        try {
            if (loops.transport() != EventLoops.Transport.EPOLL) {
                throw new ListenException("cannot listen on " + address
                        + ": sockets that are open already need Netty's epoll library, which does not load here");
            }
            for (InheritedSocket socket : sockets) {
                boolean unix = socket.prepare(address);
                ServerBootstrap bootstrap =
                        unix ? Listener.unix(loops, connections) : Listener.inet(loops, connections);
                ChannelFuture registered = bootstrap
                        .channelFactory(() -> socket.channel(unix))
                        .register()
                        .awaitUninterruptibly();
                Throwable cause = registered.cause();
                if (cause != null) {
                    throw new ListenException("cannot listen on " + address + ": " + cause.getMessage(), cause);
                }
                servers.add(registered.channel());
            }
            complete = true;
            return List.copyOf(servers);
        } finally {
            if (!complete) {
                // Those of systemd stay open: see InheritedSockets.
                servers.forEach(server -> server.deregister().awaitUninterruptibly());
                loops.sockets().giveBack(address);
            }
        }
    }
}
