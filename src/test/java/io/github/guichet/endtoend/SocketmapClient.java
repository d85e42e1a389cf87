package io.github.guichet.endtoend;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The socketmap protocol in bytes: one connection that may send anything at all. Not thread-safe. */
public final class SocketmapClient implements AutoCloseable {

    private final SocketChannel channel;
    private final java.io.InputStream in;

    private SocketmapClient(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    /** Connects to a Unix socket. */
    public static SocketmapClient unix(Path socket) {
        return connect(UnixDomainSocketAddress.of(socket));
    }

    /** Connects to any address. */
    public static SocketmapClient connect(SocketAddress address) {
        try {
            return new SocketmapClient(SocketChannel.open(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks one question and returns the reply's text, e.g. {@code OK value}. */
    public String ask(String map, String key) {
        send(frame((map + " " + key).getBytes(StandardCharsets.UTF_8)));
        return reply();
    }

    /** Wraps a payload into a netstring. */
    public static byte[] frame(byte[] payload) {
        byte[] length = (payload.length + ":").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(length.length + payload.length + 1);
        return frame.put(length).put(payload).put((byte) ',').array();
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will be sent; replies can still be read. */
    public void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one netstring. */
    public String reply() {
        try {
            int length = 0;
            for (int c = read(); c != ':'; c = read()) {
                if (c < '0' || c > '9') {
                    throw new AssertionError("not a length: " + (char) c);
                }
                length = length * 10 + c - '0';
            }
            byte[] payload = in.readNBytes(length);
            if (payload.length < length || read() != ',') {
                throw new AssertionError("not a whole netstring");
            }
            return new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the server's end of the connection. Whatever it says before is returned. */
    public String untilClosed() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // A reset is an end too: the server closed while bytes of ours were unread.
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the server closed the connection");
        }
        return c;
    }
}
