package io.github.guichet.server;

import io.netty.channel.ChannelException;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A listening socket that was open before its listener: a descriptor number and what becomes of it in the end.
 *
 * @param descriptor the number
 * @param kept whether it stays open when its listener stops, so that connections wait in the kernel's queue
 */
record InheritedSocket(int descriptor, boolean kept) {

    // socket(7) and include/uapi/asm-generic/socket.h, the same on every processor that Netty's library is built for.
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int SOCK_STREAM = 1;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int O_NONBLOCK = 04000;
    private static final int PERMISSIONS = 07777;

    /**
     * Makes sure that connections can be accepted from it without waiting.
     *
     * @return whether it is a Unix socket, and not TCP
     * @throws ListenException when it is anything but a stream socket that listens
     */
    boolean prepare(ListenAddress address) throws ListenException {
        try {
            Socket socket = new Socket(descriptor);
            int domain = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
            if (domain != AF_UNIX && domain != AF_INET && domain != AF_INET6) {
                throw refused(address, "is neither a Unix nor a TCP socket");
            }
            if (socket.getIntOpt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM) {
                throw refused(address, "is no stream socket; the unit must say ListenStream=");
            }
            if (!kept) {
                socket.listen(ListenerLimits.BACKLOG);
            }
            if (socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) != 1) {
                throw refused(address, "does not listen; the unit must say ListenStream= and Accept=no");
            }
            doNotWait(address);
            return domain == AF_UNIX;
        } catch (IOException | ChannelException e) {
            throw new ListenException(
                    "cannot listen on " + address + ": descriptor " + descriptor + " is no socket: " + e.getMessage(),
                    e);
        }
    }

    /** A channel that accepts on it. */
    ServerChannel channel(boolean unix) {
        return unix ? new EpollServerDomainSocketChannel(descriptor, true) : new EpollServerSocketChannel(descriptor);
    }

    /** The permission bits of the file of a Unix socket. */
    int mode(ListenAddress address) throws ListenException {
        if (!prepare(address)) {
            throw refused(address, "is no Unix socket");
        }
        try {
            String path = new Socket(descriptor).localDomainSocketAddress().path();
            return (Integer) Files.getAttribute(Path.of(path), "unix:mode") & PERMISSIONS;
        } catch (IOException | InvalidPathException e) {
            throw new ListenException(
                    "cannot listen on " + address + ": its socket has no file whose mode could be looked at", e);
        }
    }

    private ListenException refused(ListenAddress address, String what) {
        return new ListenException(
                "cannot listen on " + address + ": what was passed as descriptor " + descriptor + " " + what);
    }

    /**
     * Netty accepts until the kernel says that there is nothing left, on a thread that must not wait. systemd passes sockets that do
     * wait unless the service says {@code NonBlocking=yes}. The JDK has what changes it in a package that it exports to nobody by
     * itself; the manifest of guichet.jar asks for it.
     */
    private void doNotWait(ListenAddress address) throws IOException, ListenException {
        if (!waits()) {
            return;
        }
        try {
            Class<?> calls = Class.forName("sun.nio.ch.IOUtil");
            Method number = calls.getMethod("newFD", int.class);
            Method configure = calls.getMethod("configureBlocking", FileDescriptor.class, boolean.class);
            configure.invoke(null, number.invoke(null, descriptor), false);
        } catch (ReflectiveOperationException e) {
            throw new ListenException(
                    "cannot listen on " + address
                            + ": the socket would make the process wait; the service unit must say"
                            + " NonBlocking=yes",
                    e);
        }
        if (waits()) {
            throw refused(address, "cannot be made non-blocking; the service unit must say NonBlocking=yes");
        }
    }

    private boolean waits() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
            if (line.startsWith("flags:")) {
                return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & O_NONBLOCK) == 0;
            }
        }
        return true;
    }
}
