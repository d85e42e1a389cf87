package io.github.guichet.endtoend;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Postfix's policy protocol in bytes: one connection that may send anything at all. Not thread-safe. */
public final class PolicyClient implements AutoCloseable {

    private final SocketChannel channel;
    private final InputStream in;

    private PolicyClient(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    /** Connects to a Unix socket. */
    public static PolicyClient unix(Path socket) {
        return connect(UnixDomainSocketAddress.of(socket));
    }

    /** Connects to any address. */
    public static PolicyClient connect(SocketAddress address) {
        try {
            return new PolicyClient(SocketChannel.open(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks one question and returns the action, e.g. {@code DUNNO}. */
    public String ask(PolicyQuestion question) {
        send(question.bytes());
        return action();
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

    /** Reads one reply, which must be exactly one attribute {@code action} and an empty line, and returns its value. */
    public String action() {
        String line = line();
        String end = line();
        if (!line.startsWith("action=") || !end.isEmpty()) {
            throw new AssertionError("not a reply: '" + line + "', '" + end + "'");
        }
        return line.substring("action=".length());
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

    private String line() {
        try {
            ByteBuffer line = ByteBuffer.allocate(100_000);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the server closed the connection");
                }
                line.put((byte) c);
            }
            return new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
