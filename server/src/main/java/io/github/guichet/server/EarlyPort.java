package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Inet;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Binds a TCP port before there is an event loop: while the process has a right that none of its threads shall have later. */
public final class EarlyPort {

    private EarlyPort() {}

    /**
     * Binds, and listens: who connects from now on waits for the listener. Starts no thread.
     *
     * @param sockets where the listener of this address finds the socket
     * @throws ListenException with a sentence for the administrator
     */
    public static void bind(Inet address, InheritedSockets sockets) throws ListenException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new ListenException(address + ": the name '" + address.host() + "' has no address");
        }
        if (!Epoll.isAvailable()) {
            throw new ListenException("cannot listen on " + address
                    + ": a port below 1024 needs Netty's epoll library, which does not load here");
        }
        try {
            Socket socket = Socket.newSocketStream();
            try {
                socket.setReuseAddress(true);
                socket.bind(resolved);
                socket.listen(ListenerLimits.BACKLOG);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            sockets.add(address, socket.intValue());
        } catch (IOException e) {
            throw new ListenException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }
}
