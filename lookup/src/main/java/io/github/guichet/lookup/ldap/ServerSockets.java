package io.github.guichet.lookup.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one socket of one connection and keeps hold of the bare one underneath, so that whoever watches the clock can cut
 * it at any moment, in a TLS handshake too.
 */
final class ServerSockets extends SocketFactory {

    private final LdapServer server;
    private final Optional<SSLSocketFactory> tls;
    private final int connectMillis;
    private volatile @Nullable Socket bare;
    private volatile boolean cut;

    /**
     * A factory for one connection.
     *
     * @param server whom to connect to
     * @param tls for {@code ldaps:}; absent for the others
     * @param connectMillis how long connecting may take
     */
    ServerSockets(LdapServer server, Optional<SSLSocketFactory> tls, int connectMillis) {
        this.server = server;
        this.tls = tls;
        this.connectMillis = connectMillis;
    }

    /** Closes the connection under whoever uses it. */
    void cut() {
        cut = true;
        Socket socket = bare;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was to end, and has.
            }
        }
    }

    boolean wasCut() {
        return cut;
    }

    /** Always fails: the library then asks for a connected socket, which is what we make. */
    @Override
    public Socket createSocket() throws IOException {
        throw new IOException("sockets come connected");
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        if (server.scheme() == LdapServer.Scheme.LDAPI) {
            return keep(UnixSocket.connect(Path.of(server.host())));
        }
        Socket socket = keep(new Socket());
        try {
            socket.connect(new InetSocketAddress(address, port), connectMillis);
            return tls.isPresent() ? tls.get().createSocket(socket, server.host(), port, true) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket keep(Socket socket) throws IOException {
        bare = socket;
        if (cut) {
            socket.close();
        }
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }
}
