package io.github.guichet.lookup.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket in the shape of a {@link Socket}, with working read timeouts. The drivers' own Unix sockets have none, so a
 * database that is stopped but not dead would hold its worker for ever.
 *
 * <p>One thread reads and writes; any thread may close.
 */
final class UnixSocket extends Socket {

    private final Path path;
    private final SocketChannel channel;
    private final Selector selector;
    private volatile int timeoutMillis;
    private volatile boolean connected;

    UnixSocket(Path path) throws IOException {
        this.path = path;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.selector = Selector.open();
    }

    /** Connects to the path, whatever the address. A Unix socket connects or refuses at once, so there is no timeout. */
    @Override
    public void connect(@Nullable SocketAddress ignored, int timeout) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (SocketException e) {
            close();
            throw new SocketException("cannot connect to the socket " + path + ": " + e.getMessage());
        }
        channel.configureBlocking(false);
        channel.register(selector, 0);
        connected = true;
    }

    @Override
    public void connect(@Nullable SocketAddress ignored) throws IOException {
        connect(ignored, 0);
    }

    private void await(int operation) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            throw new SocketException("the socket " + path + " is closed");
        }
        key.interestOps(operation);
        selector.selectedKeys().clear();
        if (selector.select(timeoutMillis) == 0
                && selector.isOpen()
                && !Thread.currentThread().isInterrupted()) {
            throw new SocketTimeoutException("no answer from " + path + " within " + timeoutMillis + " ms");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new SocketException("interrupted");
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, bytes.length);
                if (length == 0) {
                    return 0;
                }
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                int count = channel.read(buffer);
                while (count == 0) {
                    await(SelectionKey.OP_READ);
                    count = channel.read(buffer);
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) {
                    if (channel.write(buffer) == 0) {
                        await(SelectionKey.OP_WRITE);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public synchronized void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public synchronized int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        selector.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    // What only makes sense for TCP and what drivers set all the same.

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public synchronized void setReceiveBufferSize(int size) {}

    @Override
    public synchronized void setSendBufferSize(int size) {}

    @Override
    public synchronized int getReceiveBufferSize() {
        return 64 * 1024;
    }

    @Override
    public synchronized int getSendBufferSize() {
        return 64 * 1024;
    }

    @Override
    public String toString() {
        return "unix:" + path;
    }
}
